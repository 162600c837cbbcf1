package dev.lakesmith.testkit.shop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Writes a week of Apache access logs in the combined format; one day is in memory at a time. */
final class WebLog {
    private static final int VISITORS = 18;
    private static final int BOT_HITS = 14;
    private static final List<String> BROWSERS = List.of(
            "Mozilla/5.0 (X11; Linux x86_64; rv:134.0) Gecko/20100101 Firefox/134.0",
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 15_2) AppleWebKit/605.1 Safari/605.1",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_2 like Mac OS X) Mobile/15E148");
    private static final List<String> BOTS = List.of(
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            "Mozilla/5.0 (compatible; bingbot/2.0)",
            "ExampleCrawler/1.4");

    private record Hit(int second, String address, String path, String agent, String size) {
        String line(int day) {
            return String.format(
                    Locale.ROOT,
                    "%s - - [%02d/Jan/2026:%02d:%02d:%02d +0000] \"GET %s HTTP/1.1\" 200 %s \"-\" \"%s\"",
                    address,
                    day,
                    second / 3600,
                    second / 60 % 60,
                    second % 60,
                    path,
                    size,
                    agent);
        }
    }

    private final Path folder;
    private final int scale;
    private final Tally tally;

    WebLog(Path folder, int scale, Tally tally) {
        this.folder = folder;
        this.scale = scale;
        this.tally = tally;
    }

    void write() throws IOException {
        for (int day = 1; day <= Orders.DAYS; day++) {
            List<Hit> hits = new ArrayList<>();
            for (int visitor = 0; visitor < VISITORS * scale; visitor++) {
                visit(day, visitor, hits);
            }
            for (int hit = 0; hit < BOT_HITS * scale; hit++) {
                bot(day, hit, hits);
            }
            hits.sort(Comparator.comparingInt(Hit::second));
            try (Lines lines = Lines.create(folder.resolve("access-0" + day + ".log"))) {
                write(day, hits, lines);
            }
        }
    }

    private void visit(int day, int visitor, List<Hit> hits) {
        Dice dice = Dice.of("visitor" + day, visitor);
        String address = "10." + day + "." + visitor / 256 + "." + visitor % 256;
        String agent = dice.one(BROWSERS);
        String customer = Customer.id(dice.between(1, Customer.BLOCK * scale));
        boolean signedIn = dice.percent(60);
        int second = dice.between(6 * 3600, 16 * 3600);
        int sessions = dice.percent(30) ? 2 : 1;
        for (int session = 0; session < sessions; session++) {
            int count = dice.between(1, 6);
            for (int hit = 0; hit < count; hit++) {
                String path = path(dice);
                if (signedIn && (hit == 0 || dice.percent(30))) {
                    path += (path.contains("?") ? "&" : "?") + "cid=" + customer;
                }
                hits.add(new Hit(second, address, path, agent, Integer.toString(dice.between(900, 30_000))));
                tally.humanVisits++;
                second += dice.between(20, 900);
            }
            tally.sessions++;
            second += dice.between(40 * 60, 120 * 60);
        }
    }

    private void bot(int day, int hit, List<Hit> hits) {
        Dice dice = Dice.of("bot" + day, hit);
        String address = "192.0.2." + dice.between(1, 250);
        hits.add(new Hit(dice.between(0, 86_399), address, path(dice), dice.one(BOTS), "-"));
        tally.botVisits++;
    }

    private static String path(Dice dice) {
        String product = "/product/" + Orders.sku(dice.between(0, Orders.PRODUCTS.size() - 1));
        return dice.one(List.of("/", product, product, "/search?q=tea+cup", "/cart", "/checkout"));
    }

    private void write(int day, List<Hit> hits, Lines lines) throws IOException {
        tally.access.files++;
        for (int hit = 0; hit < hits.size(); hit++) {
            lines.line(hits.get(hit).line(day));
            tally.access.bronzeRows++;
            if (hit % 60 == 30) {
                lines.line(hits.get(hit).line(day).substring(0, 14));
                tally.access.bronzeRows++;
                tally.unreadableVisits++;
            }
        }
        if (day == 4) {
            lines.line("10.0.0.9 - - caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
            tally.access.quarantined++;
        }
    }
}
