package dev.lakesmith.core.plan;

import dev.lakesmith.core.contract.ColumnContract;
import dev.lakesmith.core.contract.OtherTypes;
import dev.lakesmith.core.project.Stream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a bronze table's content depends on beside its landed files: how they are read. */
public final class StreamFingerprint {

    private StreamFingerprint() {}

    /** A text that changes when the format, a declared type or what becomes of other types does. */
    public static String of(Stream stream) {
        String columns = stream.columns().stream()
                .filter((ColumnContract column) ->
                        column.type().isPresent() || column.otherTypes().isOpen())
                .map(StreamFingerprint::of)
                .collect(Collectors.joining(","));
        return sha256(stream.format() + "|" + columns);
    }

    private static String of(ColumnContract column) {
        String type = column.type().orElse("").toUpperCase(Locale.ROOT);
        return column.name() + " " + type
                + (column.otherTypes() == OtherTypes.QUARANTINE ? "" : " " + column.otherTypes());
    }

    /** The SHA-256 of a text, as hexadecimal digits. */
    public static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
