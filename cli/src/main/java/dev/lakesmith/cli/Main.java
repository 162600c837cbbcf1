package dev.lakesmith.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.RunLast;

/** The program. */
public final class Main {

    private static final int WIDEST_HELP = 100;

    private Main() {}

    /** Runs the command and ends the process with 0, 1 or 2. */
    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT);
        // Everything is told in UTC, and Java's old time classes take hours away where the machine's zone has none.
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        Map<String, String> environment = System.getenv();
        Console console = Console.ofProcess(environment, System.getProperties());
        // What a driver or another library prints is no result.
        System.setOut(System.err);
        int code = run(console, environment, arguments);
        console.flush();
        System.exit(code);
    }

    /** Runs one command. */
    static int run(Console console, Map<String, String> environment, String... arguments) {
        boolean plain = Arrays.asList(arguments).contains("--no-color");
        Console chosen = plain ? console.plain() : console;
        RootCommand root = new RootCommand(chosen, environment);
        Path[] logFile = new Path[1];
        CommandLine line = new CommandLine(root)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(Math.min(WIDEST_HELP, Math.max(60, chosen.width())))
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(chosen.palette() == Palette.COLOURED ? Ansi.ON : Ansi.OFF))
                .setOut(new PrintWriter(chosen.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(chosen.err(), true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler(
                        (wrong, args) -> new Failures(chosen).report(wrong).number())
                .setExecutionExceptionHandler((failure, command, result) -> new Failures(
                                chosen,
                                Optional.ofNullable(logFile[0]),
                                root.secrets(),
                                root.options().json() ? Failures.Form.JSON : Failures.Form.TEXT)
                        .report(failure)
                        .number());
        line.setExecutionStrategy(result -> {
            logFile[0] = Log.file(root.options().project(), environment, System.getProperty("user.home", "."));
            Log.open(logFile[0], root.options().logLevel(), chosen.err());
            return new RunLast().execute(result);
        });
        try {
            return line.execute(arguments);
        } catch (Error e) {
            // Only exceptions come to the handler, and a stack trace might show secrets.
            return new Failures(
                            chosen,
                            Optional.ofNullable(logFile[0]),
                            root.secrets(),
                            root.options().json() ? Failures.Form.JSON : Failures.Form.TEXT)
                    .report(e)
                    .number();
        }
    }
}
