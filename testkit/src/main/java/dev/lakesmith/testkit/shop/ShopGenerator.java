package dev.lakesmith.testkit.shop;

import dev.lakesmith.testkit.GeneratorCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Makes the files that examples/shop reads: exports of CRM, web shop and support desk, orders, web logs and a
 * lookup. The same scale always gives the same files. Scale 1 is what the example holds; a scale of n has n times the customers, orders and visits.
 */
public final class ShopGenerator {
    private static final String HELP = """
            Usage: ShopGenerator --out DIR [--scale N]
            Writes the files of examples/shop into DIR (crm/, shop/, support/, orders/, web/, lookup/).
              --out DIR   the folder; made when it is missing, files in it are replaced
              --scale N   how much, from 1 to 1000; 1 when left out (about 350 KB)
            Example: ShopGenerator --out drop --scale 100
            """;

    private static final int MOST = 1000;

    private ShopGenerator() {}

    /**
     * Writes the files.
     *
     * @param out the folder that gets {@code crm}, {@code shop}, {@code support}, {@code orders}, {@code web}, {@code lookup}
     * @param scale from 1 to 1000
     * @throws IOException when a file cannot be written
     * @throws IllegalArgumentException when the scale is out of bounds
     */
    public static ShopTruth generate(Path out, int scale) throws IOException {
        if (scale < 1 || scale > MOST) {
            throw new IllegalArgumentException("the scale is " + scale + "; allowed is 1 to " + MOST);
        }
        Tally tally = new Tally(scale);
        new Contacts(out.resolve("crm"), scale, tally).write();
        new Accounts(out.resolve("shop"), scale, tally).write();
        new Tickets(out.resolve("support"), scale, tally).write();
        new Orders(out.resolve("orders/2026/01"), scale, tally).write();
        new WebLog(out.resolve("web"), scale, tally).write();
        new Lookup(out.resolve("lookup"), tally).write();
        return tally.truth();
    }

    public static void main(String[] arguments) throws IOException {
        Pattern allowed = Pattern.compile("[1-9]\\d{0,2}|1000");
        System.exit(new GeneratorCommand(HELP, "--scale", allowed, 1)
                .run(arguments, (out, scale) -> generate(out, scale) + System.lineSeparator()));
    }
}
