package io.sluice.bench.rig;

import io.sluice.embedded.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Path;

/** A broker in a process of its own, so that it can be killed. Started again with the same directory and port, it is the same one. */
public final class BrokerProcess {
    private BrokerProcess() {}

    /** @param port 0: any */
    public static Child launch(Path directory, int port) throws IOException {
        return Child.start(BrokerProcess.class, directory.toString(), Integer.toString(port));
    }

    public static void main(String[] args) throws IOException {
        EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(args[0]), Integer.parseInt(args[1]), Broker.OPEN);
        String bootstrap = kafka.bootstrap();
        new Answers().serve(Integer.parseInt(bootstrap.substring(bootstrap.lastIndexOf(':') + 1)));
    }
}
