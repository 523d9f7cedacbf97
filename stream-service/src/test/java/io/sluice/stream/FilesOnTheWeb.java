package io.sluice.stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What tests of files on the web share: a node that reads them, a server that has them, and a look at what came of it. */
abstract class FilesOnTheWeb {
    static Node node;
    static FileServer web;
    static InTopic in;

    @BeforeAll
    static void start() {
        node = new Node();
        node.deploy();
        web = new FileServer();
        in = new InTopic(node);
    }

    @AfterAll
    static void stop() {
        web.close();
        node.close();
    }
}
