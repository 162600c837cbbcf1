package dev.lakesmith.cli;

import dev.lakesmith.core.project.Secrets;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.ErrorKind;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.Nearest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells what went wrong on standard error, once and without a stack trace, and says what the process returns. */
final class Failures {

    private static final Pattern CODED = Pattern.compile("\\[LS\\d{3}]\\z");

    private final Console console;
    private final Optional<Path> logFile;
    private final Secrets secrets;
    private final Form form;

    /** Who reads a failure. */
    enum Form {
        TEXT,
        /** One object {@code {"error": {"code": …, "message": …}}} on standard error. */
        JSON
    }

    /** Without a log, which a command has only once it runs. */
    Failures(Console console) {
        this(console, Optional.empty(), Secrets.of(List.of()));
    }

    Failures(Console console, Optional<Path> logFile, Secrets secrets) {
        this(console, logFile, secrets, Form.TEXT);
    }

    /** As a program or a person reads it. */
    Failures(Console console, Optional<Path> logFile, Secrets secrets, Form form) {
        this.form = form;
        this.console = console;
        this.logFile = logFile;
        this.secrets = secrets;
    }

    /** A command that could not do what it was asked. Anything but a LakesmithException is a defect of this program. */
    ExitCode report(Throwable failure) {
        LakesmithException told = failure instanceof LakesmithException known
                ? known
                : new LakesmithException(
                        ErrorCode.INTERNAL_ERROR,
                        "Lakesmith made a mistake it should not make: " + describe(failure),
                        failure);
        // A list of mistakes has a code on each line already.
        boolean coded = CODED.matcher(told.message()).find();
        String code = coded ? "" : console.palette().dim(" [" + told.code().id() + "]");
        if (form == Form.JSON) {
            printJson(told);
        } else {
            print(secrets.scrub(told.message()) + code);
        }
        if (told.code().kind() == ErrorKind.INTERNAL) {
            Log.error(secrets.scrub(told.message()), told);
            logFile.ifPresent(file -> console.err().println("The details are in " + file));
        } else if (told.getCause() != null && told.code() != ErrorCode.INTERRUPTED) {
            Log.error(secrets.scrub(told.message()), told);
        }
        return ExitCode.of(told.code());
    }

    /** A command line that is not understood. */
    ExitCode report(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        print(message(wrong, command.getCommandSpec()) + console.palette().dim(" [" + ErrorCode.USAGE.id() + "]"));
        console.err().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE;
    }

    private void printJson(LakesmithException told) {
        console.out().flush();
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", told.code().id());
        error.put("message", secrets.scrub(told.message()));
        new JsonPrinter(console.err()).print(Rows.of(List.of(new Column("error", "STRUCT")), List.of(List.of(error))));
    }

    private void print(String message) {
        console.out().flush();
        console.err().println(console.palette().red("error:") + " " + message);
    }

    private static String message(ParameterException wrong, CommandSpec command) {
        if (wrong instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String word = unmatched.getUnmatched().get(0);
            if (unmatched.isUnknownOption()) {
                return "'" + word + "' is not an option of " + command.qualifiedName() + hint(word, options(command));
            }
            return command.subcommands().isEmpty()
                    ? command.qualifiedName() + " takes no further argument, but got '" + word + "'"
                    : "'" + word + "' is not a command"
                            + hint(word, List.copyOf(command.subcommands().keySet()));
        }
        return String.valueOf(wrong.getMessage());
    }

    private static String hint(String word, List<String> candidates) {
        int equals = word.indexOf('=');
        return Nearest.hint(equals < 0 ? word : word.substring(0, equals), candidates);
    }

    private static List<String> options(CommandSpec command) {
        return new ArrayList<>(command.optionsMap().keySet());
    }

    private static String describe(Throwable failure) {
        String name = failure.getClass().getSimpleName();
        return failure.getMessage() == null ? name : name + ": " + failure.getMessage();
    }
}
