package dev.lakesmith.connectors.files;

import dev.lakesmith.core.connector.Connector;
import dev.lakesmith.core.connector.RecordFiles;
import dev.lakesmith.testkit.connector.ConnectorConformance;
import dev.lakesmith.testkit.connector.NoRows;
import dev.lakesmith.testkit.connector.SampleSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** Files of an SFTP server, held against what every connector must do. */
final class SftpConformanceTest extends ConnectorConformance {

    private @Nullable SftpMachine machine;

    @AfterEach
    void stop() {
        if (machine != null) {
            machine.close();
        }
    }

    @Override
    protected SampleSource sample(Path folder) {
        Path root = folder.resolve("machine");
        try {
            Files.createDirectories(root.resolve("out"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        SftpMachine sftp = SftpMachine.start(root);
        machine = sftp;
        return new SampleSource() {

            private int files;

            @Override
            public Connector connector() {
                return new FilesConnector();
            }

            @Override
            public String yaml() {
                return "connector: files\n" + sftp.source("/out")
                        + "\nstreams: { s: { path: '*.csv', format: csv } }\n";
            }

            @Override
            public void add(long first, int count) {
                Remote.file(
                        root,
                        "out/part-%05d.csv".formatted(++files),
                        LongStream.range(first, first + count)
                                .mapToObj(Long::toString)
                                .collect(Collectors.joining("\n", "id\n", "\n")));
            }

            @Override
            public RecordFiles records(Path target) {
                return new NoRows();
            }

            @Override
            public List<Long> ids(Path landedFile) {
                try (var lines = Files.lines(landedFile)) {
                    return lines.filter(line -> !line.equals("id"))
                            .map(Long::valueOf)
                            .toList();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public List<Mistake> mistakes() {
                return List.of(
                        new Mistake(
                                "password",
                                yaml().replace(SftpMachine.PASSWORD, "wrong-one"),
                                "the server refuses the user 'reader' with its password"),
                        new Mistake("host", yaml().replace("127.0.0.1", "nowhere.invalid"), "there is no such host"),
                        new Mistake("port", yaml().replace(":" + sftp.port(), ":1"), "cannot connect"),
                        new Mistake(
                                "key",
                                yaml().replaceAll("SHA256:.{10}", "SHA256:0123456789"),
                                "the server shows the key"),
                        new Mistake("path", yaml().replace("'*.csv'", "'no/*.csv'"), "the nearest that does is"));
            }

            @Override
            public String secret() {
                return SftpMachine.PASSWORD;
            }

            @Override
            public Set<Promise> promises() {
                return Set.of(Promise.ORDER, Promise.ONLY_NEW);
            }
        };
    }
}
