package io.sluice.stream.flow.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.stream.intake.AddressRules;
import io.sluice.stream.intake.SourceFault;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.postgresql.Driver;

class PostgresLoaderTest {
    @Test
    void the_name_of_a_database_cannot_bring_parameters_of_the_driver() throws Exception {
        for (String uri : List.of(
                "postgresql://ada:pw@db.example/data%3FPGHOST=10.0.0.1%26socketFactory=evil.Factory",
                "postgresql://ada:pw@db.example/data?PGHOST=10.0.0.1&socketFactory=evil.Factory",
                "postgresql://ada:pw@db.example/a%2F%2F10.0.0.1:5432/b")) {
            Properties understood =
                    Driver.parseURL(loader(uri).url(InetAddress.getByName("8.8.8.8")), new Properties());

            assertThat(understood).as(uri).containsEntry("PGHOST", "8.8.8.8").doesNotContainKey("socketFactory");
        }
    }

    @Test
    void only_postgres_is_spoken_and_only_with_hosts_that_may_be_reached() {
        for (String uri : List.of(
                "file:///etc/passwd",
                "gopher://8.8.8.8/x",
                "mysql://ada:pw@8.8.8.8/x",
                "postgresql://ada:pw@10.0.0.1/x",
                "postgresql://ada:pw@[::ffff:169.254.169.254]/x",
                "postgresql://8.8.8.8@127.0.0.1/x")) {
            assertThatThrownBy(() -> loader(uri).load(row -> {})).as(uri).isInstanceOf(SourceFault.class);
        }
    }

    private static PostgresLoader loader(String uri) {
        return new PostgresLoader(AddressRules.of(List.of()), URI.create(uri), "select 1");
    }
}
