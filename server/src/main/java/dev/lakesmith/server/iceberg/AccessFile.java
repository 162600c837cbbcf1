package dev.lakesmith.server.iceberg;

import dev.lakesmith.core.project.Field;
import dev.lakesmith.core.project.ObjectSpec;
import dev.lakesmith.core.project.Secrets;
import dev.lakesmith.core.project.TextRule;
import dev.lakesmith.core.project.ValueType;
import dev.lakesmith.core.project.Values;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The file that says who may come. */
public final class AccessFile {

    /** Shorter ones can be guessed. */
    private static final int SHORTEST = 16;

    private static final ObjectSpec CLIENT = ObjectSpec.of(
                    "client",
                    Field.word("scope", "read", "write", "engine")
                            .orElse("read")
                            .describedAs("What the client may do."),
                    Field.text("secret", AccessFile::complaint).secret().describedAs("With which it asks for tokens."),
                    Field.text("token", AccessFile::complaint).secret().describedAs("Which it shows as it is."))
            .exactlyOne("secret", "token");

    private static final ObjectSpec FILE = ObjectSpec.of(
            "access file",
            Field.of(
                            "clients",
                            new ValueType.MapOf("client name", AccessFile::nameComplaint, new ValueType.Nested(CLIENT)))
                    .required()
                    .describedAs("Who may come."));

    private AccessFile() {}

    /**
     * What an access file says.
     *
     * @param secrets what must never be shown
     */
    public record Content(List<Client> clients, Secrets secrets) {}

    /**
     * Reads the file.
     *
     * @throws LakesmithException USAGE when there is no such file, PROJECT_INVALID with every mistake in it
     */
    public static Content read(Path file, Map<String, String> environment) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new LakesmithException(
                    ErrorCode.USAGE,
                    "the access file " + file + " cannot be read: "
                            + e.getClass().getSimpleName() + "; --access names a file that says who may come",
                    e);
        }
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElseThrow();
        ObjectSpec.Written written = FILE.read(file.toString(), text, folder, environment);
        Values clients = written.values().get("clients", Values.class);
        List<Client> found = new ArrayList<>();
        for (String name : clients.keys()) {
            Values client = clients.get(name, Values.class);
            found.add(new Client(
                    name,
                    Client.Scope.valueOf(client.get("scope", String.class).toUpperCase(Locale.ROOT)),
                    client.find("secret", String.class),
                    client.find("token", String.class)));
        }
        return new Content(found, written.secrets());
    }

    private static Optional<String> nameComplaint(String name) {
        return name.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")
                ? Optional.empty()
                : Optional.of("cannot be a client's id; write letters, digits, _ . and -");
    }

    private static Optional<String> complaint(String value) {
        return TextRule.NOT_BLANK
                .complaint(value)
                .or(() -> value.length() >= SHORTEST
                        ? Optional.empty()
                        : Optional.of("has " + value.length() + " characters; it needs " + SHORTEST
                                + " or more, for example from: openssl rand -hex 32"));
    }
}
