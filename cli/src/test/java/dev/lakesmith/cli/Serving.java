package dev.lakesmith.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code catalog serve} in a thread of its own. */
final class Serving implements AutoCloseable {

    private static final Pattern SERVING = Pattern.compile("serving .* at (\\S+)");

    private final Captured console = new Captured();
    private final AtomicInteger code = new AtomicInteger(-1);
    private final Thread thread;

    Serving(Path project, Map<String, String> environment, String... options) {
        String[] arguments = Stream.concat(
                        Stream.of("-p", project.toString(), "catalog", "serve", "--port", "0"), Arrays.stream(options))
                .toArray(String[]::new);
        thread = new Thread(() -> code.set(Main.run(console.piped(), environment, arguments)));
        thread.start();
    }

    String uri() throws InterruptedException {
        for (int i = 0; i < 600 && thread.isAlive(); i++) {
            Matcher matcher = SERVING.matcher(console.out());
            if (matcher.find() && console.out().contains("Ctrl-C stops it")) {
                return matcher.group(1);
            }
            Thread.sleep(100);
        }
        throw new AssertionError("it does not serve: " + console.out() + console.err());
    }

    Captured console() {
        return console;
    }

    /** The exit code; -1 while it serves. */
    int code() {
        return code.get();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(30));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
