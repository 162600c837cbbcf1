package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong in a target that names a server as its catalog is told with what to do. */
final class ServedCatalogMistakesTest {

    @TempDir
    private Path folder = Path.of("");

    private Path project(String name, String catalog) throws IOException {
        Path project = Files.createDirectories(folder.resolve(name));
        String warehouse = folder.resolve("lake").toString();
        Files.writeString(
                project.resolve("lakesmith.yml"),
                "name: till\ntargets:\n  dev: { warehouse: '" + warehouse + "'" + catalog + " }\n");
        return project;
    }

    private String told(String name, String uri, String more) throws IOException {
        Captured told = new Captured();
        assertThat(told.run(project(name, ", catalog: { type: rest, uri: '" + uri + "'" + more + " }"), "tables"))
                .isNotZero();
        assertThat(told.out() + told.err()).contains("[LS602]").doesNotContain("LS901");
        return told.err();
    }

    @Test
    void what_the_server_is_not_or_does_not_have_is_told() throws Exception {
        try (Serving serving = new Serving(project("server", ""), Map.of())) {
            String uri = serving.uri();

            assertThat(told("warehouse", uri, ", warehouse: other"))
                    .contains("the warehouse 'other' is not here; leave it out, or give one of dev")
                    .contains("check 'warehouse' of the target's catalog");
            assertThat(told("short", URI.create(uri).resolve("/").toString().replaceFirst("/$", ""), ""))
                    .contains("the catalog's address ends with /catalog");
            assertThat(told("https", uri.replace("http:", "https:"), "")).contains("SSL");
        }
    }

    @Test
    void that_nobody_listens_is_told() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertThat(told("nobody", "http://127.0.0.1:" + free + "/catalog", ""))
                .contains("Connection refused")
                .contains("check 'uri' of the target's catalog and that the server runs");
    }
}
