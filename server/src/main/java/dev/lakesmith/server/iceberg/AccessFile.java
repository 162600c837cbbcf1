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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The file that says who may come. */
public final class AccessFile {

    /** Shorter ones can be guessed. */
    private static final int SHORTEST = 16;

    /** What AWS allows. */
    private static final Duration SHORTEST_LIFE = Duration.ofMinutes(15);

    private static final Duration LONGEST_LIFE = Duration.ofHours(12);

    private static final ObjectSpec CLIENT = ObjectSpec.of(
                    "client",
                    Field.word("scope", "read", "write", "engine")
                            .orElse("read")
                            .describedAs("What the client may do."),
                    Field.text("secret", AccessFile::complaint).secret().describedAs("With which it asks for tokens."),
                    Field.text("token", AccessFile::complaint).secret().describedAs("Which it shows as it is."))
            .exactlyOne("secret", "token");

    private static final ObjectSpec CREDENTIALS = ObjectSpec.of(
            "credentials",
            Field.text("role_arn", AccessFile::roleComplaint)
                    .required()
                    .describedAs("A role that the server takes on for a client, limited to one table's files."),
            Field.text("external_id").describedAs("What the role's owner wants to hear beside."),
            Field.duration("lifetime").orElse("1h").describedAs("How long credentials hold: 15m to 12h."));

    private static final ObjectSpec FILE = ObjectSpec.of(
            "access file",
            Field.of(
                            "clients",
                            new ValueType.MapOf("client name", AccessFile::nameComplaint, new ValueType.Nested(CLIENT)))
                    .required()
                    .describedAs("Who may come."),
            Field.object("credentials", CREDENTIALS)
                    .describedAs("What clients get that ask for credentials for files; left out: nothing."));

    private AccessFile() {}

    /**
     * What an access file says.
     *
     * @param credentials what clients get for files; empty: nothing
     * @param secrets what must never be shown
     */
    public record Content(List<Client> clients, Optional<Role> credentials, Secrets secrets) {}

    /** A role for clients. */
    public record Role(String arn, Optional<String> externalId, Duration lifetime) {}

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
        return new Content(
                found,
                written.values().find("credentials", Values.class).map(role -> role(file, role)),
                written.secrets());
    }

    private static Role role(Path file, Values role) {
        Duration lifetime = role.get("lifetime", Duration.class);
        if (lifetime.compareTo(SHORTEST_LIFE) < 0 || lifetime.compareTo(LONGEST_LIFE) > 0) {
            throw new LakesmithException(
                    ErrorCode.USAGE, file + ": 'lifetime' of the credentials must be from 15m to 12h");
        }
        return new Role(role.get("role_arn", String.class), role.find("external_id", String.class), lifetime);
    }

    private static Optional<String> roleComplaint(String text) {
        return text.matches("arn:[a-z-]+:iam::[^:]*:role/.+")
                ? Optional.empty()
                : Optional.of("is no role; write one such as arn:aws:iam::123456789012:role/lake-clients");
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
