package dev.lakesmith.testkit.shop;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Writes the questions that the support desk got: one CSV file, with what people leave out left out. */
final class Tickets {
    private static final List<String> TOPICS = List.of("delivery", "refund", "product", "invoice");

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private final Path folder;
    private final int scale;
    private final Tally tally;
    private int ticket;

    Tickets(Path folder, int scale, Tally tally) {
        this.folder = folder;
        this.scale = scale;
        this.tally = tally;
    }

    void write() throws IOException {
        try (Lines lines = Lines.create(folder.resolve("tickets-2026-01.csv"))) {
            tally.tickets.files++;
            lines.line("ticket,opened_at,first_name,last_name,email,phone,topic,satisfaction");
            for (int number = 1; number <= Customer.BLOCK * scale; number++) {
                Customer customer = Customer.of(number);
                if (customer.asksSupport()) {
                    asks(customer.firstName(), customer.lastName(), customer.email(), customer.phone(), lines);
                    if (customer.inBlock() % 40 == 9) {
                        asks(customer.firstName(), customer.lastName(), customer.email(), "", lines);
                        tally.phonesFilled++;
                    }
                }
            }
            for (int number = 1; number <= Stranger.BLOCK * scale; number++) {
                Stranger stranger = Stranger.of(number);
                if (stranger.asksSupport()) {
                    asks(stranger.firstName(), stranger.lastName(), stranger.email(), stranger.phone(), lines);
                }
            }
            for (int alarm = 1; alarm <= 3 * scale; alarm++) {
                line("monitor", "", "", "", "alarm", "", lines);
                tally.alarms++;
            }
        }
    }

    private void asks(String first, String last, String email, String phone, Lines lines) throws IOException {
        Dice dice = Dice.of("ticket", ticket + 1);
        String topic = dice.percent(15) ? "" : dice.one(TOPICS);
        String satisfaction = dice.percent(40) ? "" : Integer.toString(dice.between(2, 5));
        line(first, last, dice.percent(30) ? " " + email : email, phone, topic, satisfaction, lines);
        tally.ticketsKept++;
    }

    private void line(
            String first, String last, String email, String phone, String topic, String satisfaction, Lines lines)
            throws IOException {
        ticket++;
        LocalDateTime openedAt = LocalDateTime.of(2026, 1, 1, 8, 0).plusSeconds(ticket * 6000L / scale);
        lines.line(String.join(
                ",",
                String.format(Locale.ROOT, "T-%05d", ticket),
                SECONDS.format(openedAt),
                first,
                last,
                email,
                phone,
                topic,
                satisfaction));
        tally.tickets.bronzeRows++;
    }
}
