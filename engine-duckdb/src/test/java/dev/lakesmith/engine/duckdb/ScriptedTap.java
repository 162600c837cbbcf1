package dev.lakesmith.engine.duckdb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A Singer tap that does what a script says: a program of its own, started by tests as any tap is. Its first argument
 * is a folder with {@code catalog.json} and {@code script}. Lines of the script go to standard output as they are; those
 * with an exclamation mark do something.
 */
final class ScriptedTap {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final List<String> arguments;
    private final PrintStream out =
            new PrintStream(new BufferedOutputStream(System.out, 1 << 16), false, StandardCharsets.UTF_8);

    private ScriptedTap(Path folder, List<String> arguments) {
        this.folder = folder;
        this.arguments = arguments;
    }

    /** The command line of a tap, for a source's file. */
    static String command(Path folder) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                classPath(),
                ScriptedTap.class.getName(),
                folder.toString()));
        return "["
                + String.join(
                        ", ", command.stream().map(each -> "'" + each + "'").toList()) + "]";
    }

    /** The folder of this class and the two jars it needs. */
    private static String classPath() {
        List<String> needed = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            String name = entry.replace('\\', '/');
            if (name.contains("jackson-")
                    || Files.exists(Path.of(entry, "dev/lakesmith/engine/duckdb/ScriptedTap.class"))) {
                needed.add(entry);
            }
        }
        return String.join(File.pathSeparator, needed);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        new ScriptedTap(Path.of(arguments[0]), List.of(arguments)).run();
    }

    private void run() throws IOException, InterruptedException {
        if (arguments.contains("--discover")) {
            out.println(Files.readString(folder.resolve("catalog.json")));
            out.flush();
            return;
        }
        for (String line : Files.readAllLines(folder.resolve("script"))) {
            if (line.startsWith("!")) {
                act(line.substring(1).split(" ", 3));
            } else {
                out.println(line);
            }
        }
        out.flush();
    }

    private void act(String[] words) throws IOException, InterruptedException {
        switch (words[0]) {
            case "log" -> System.err.println(words[1] + " " + words[2]);
            case "exit" -> {
                out.flush();
                System.exit(Integer.parseInt(words[1]));
            }
            case "keep" ->
                Files.copy(file(words[1]), folder.resolve("kept-" + words[1]), StandardCopyOption.REPLACE_EXISTING);
            case "where" ->
                Files.writeString(folder.resolve("where"), file("config").toString());
            case "rights" ->
                Files.writeString(
                        folder.resolve("rights"),
                        Files.getPosixFilePermissions(file("config")).toString());
            case "secret" ->
                System.err.println(
                        "ERROR cannot log in with " + config().path(words[1]).asText());
            case "wide" ->
                out.println("{\"type\": \"RECORD\", \"stream\": \"x\", \"record\": {\"a\": \""
                        + "y".repeat(Integer.parseInt(words[1])) + "\"}}");
            case "many" -> many(words[1], Integer.parseInt(words[2]));
            case "since" -> since(words[1], words[2]);
            case "hang" -> {
                out.flush();
                Process child = new ProcessBuilder("sleep", "600").inheritIO().start();
                Files.writeString(
                        folder.resolve("pids"), ProcessHandle.current().pid() + " " + child.pid());
                Files.move(folder.resolve("pids"), folder.resolve("hanging"));
                new CountDownLatch(1).await();
            }
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    private void many(String stream, int count) {
        for (int i = 0; i < count; i++) {
            out.println("{\"type\": \"RECORD\", \"stream\": \"" + stream + "\", \"record\": {\"id\": " + i
                    + ", \"text\": \"some text that makes it longer\"}}");
        }
    }

    /** The records of a file whose key is not below the state's, and the state after them, as incremental taps do. */
    private void since(String stream, String key) throws IOException {
        String from = arguments.contains("--state")
                ? JSON.readTree(file("state").toFile())
                        .path("bookmarks")
                        .path(stream)
                        .asText("")
                : "";
        String last = from;
        for (String line : Files.readAllLines(folder.resolve(stream))) {
            String value = JSON.readTree(line).path(key).asText();
            if (value.compareTo(from) >= 0) {
                out.println("{\"type\": \"RECORD\", \"stream\": \"" + stream + "\", \"record\": " + line + "}");
                last = value.compareTo(last) > 0 ? value : last;
            }
        }
        out.println("{\"type\": \"STATE\", \"value\": {\"bookmarks\": {\"" + stream + "\": \"" + last + "\"}}}");
    }

    private JsonNode config() throws IOException {
        return JSON.readTree(file("config").toFile());
    }

    private Path file(String option) {
        return Path.of(arguments.get(arguments.indexOf("--" + option) + 1));
    }
}
