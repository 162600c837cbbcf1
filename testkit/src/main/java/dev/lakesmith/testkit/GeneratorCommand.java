package dev.lakesmith.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The command line of a generator: {@code --out DIR} and one number.
 *
 * @param help is printed when it is asked for, and after what was not understood
 * @param option that takes the number
 * @param allowed texts of the number
 * @param normal the number when none is given
 */
public record GeneratorCommand(String help, String option, Pattern allowed, int normal) {

    /** Makes files. */
    @FunctionalInterface
    public interface Generator {

        /** Returns what to tell at the end; may be empty. */
        String generate(Path out, int number) throws IOException;
    }

    /** Returns the exit code: 2 for arguments that are not understood. */
    public int run(String[] arguments, Generator generator) throws IOException {
        Path out = null;
        int number = normal;
        for (int at = 0; at < arguments.length; at++) {
            String argument = arguments[at];
            if (argument.equals("--help")) {
                System.out.print(help);
                return 0;
            }
            boolean hasValue = at + 1 < arguments.length;
            if (argument.equals("--out") && hasValue) {
                out = Path.of(arguments[++at]);
            } else if (argument.equals(option)
                    && hasValue
                    && allowed.matcher(arguments[at + 1]).matches()) {
                number = Integer.parseInt(arguments[++at]);
            } else {
                System.err.print("Not understood: " + argument + "\n" + help);
                return 2;
            }
        }
        if (out == null) {
            System.err.print("--out is missing\n" + help);
            return 2;
        }
        System.out.print(generator.generate(out, number));
        return 0;
    }
}
