package dev.lakesmith.testkit.shop;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes the three exports of the CRM: CSV, the last one compressed. */
final class Contacts {
    private static final String HEADER =
            "id,first_name,last_name,email,phone,country,postal_code,signup,segment,updated_at";
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private final Path folder;
    private final int customers;
    private final Tally tally;

    Contacts(Path folder, int scale, Tally tally) {
        this.folder = folder;
        this.customers = Customer.BLOCK * scale;
        this.tally = tally;
    }

    void write() throws IOException {
        for (int export = 1; export <= 3; export++) {
            String name = "contacts-2026-01-0" + export + (export == 3 ? ".csv.gz" : ".csv");
            try (Lines lines = Lines.create(folder.resolve(name))) {
                tally.contacts.files++;
                lines.line(HEADER);
                for (int number = 1; number <= customers; number++) {
                    write(Customer.of(number), export, lines);
                }
                if (export == 2) {
                    // the export broke off inside a quoted field
                    lines.withoutEnd("999999,\"Broken");
                    tally.contacts.quarantined++;
                }
            }
        }
    }

    private void write(Customer customer, int export, Lines lines) throws IOException {
        if (customer.firstExport() == export) {
            first(customer, lines);
        } else if (customer.isExportedAgain() && customer.firstExport() + 1 == export) {
            sound(row(customer, 2, LocalDateTime.of(2026, 1, export, 6, 0)), lines);
            tally.contactsReplaced++;
        } else if (customer.comesBackStale() && export == 3) {
            sound(row(customer, 1, LocalDateTime.of(2025, 6, 1, 0, 0)), lines);
            tally.contactsReplaced++;
        }
    }

    private void first(Customer customer, Lines lines) throws IOException {
        String row =
                row(customer, 0, LocalDateTime.of(2025, 12, customer.number() % 28 + 1, 12, customer.number() % 60));
        if (customer.isCutShort()) {
            lines.line(row.substring(0, row.indexOf(customer.phone().substring(0, 4)) - 1));
            tally.contacts.quarantined++;
        } else if (customer.hasOneFieldTooMany()) {
            lines.line(row + ",left over");
            tally.contacts.quarantined++;
        } else {
            sound(row, lines);
            tally.customers += customer.isSound() ? 1 : 0;
            tally.impossibleDates += customer.hasImpossibleDate() ? 1 : 0;
            tally.badEmails += customer.hasBadEmail() ? 1 : 0;
            tally.missingIds += customer.hasNoId() ? 1 : 0;
            if (customer.isWrittenTwice()) {
                sound(row, lines);
                tally.contactsReplaced++;
            }
        }
    }

    private void sound(String row, Lines lines) throws IOException {
        lines.line(row);
        tally.contacts.bronzeRows++;
    }

    private static String row(Customer customer, int changes, LocalDateTime updatedAt) {
        int place = customer.inBlock();
        String last = lastName(customer);
        String phone = place % 25 == 6 ? "\"" + customer.phone() + "\next. " + place % 90 + "\"" : customer.phone();
        String segment = customer.segment(changes);
        return String.join(
                ",",
                customer.hasNoId() ? "" : customer.id(),
                place % 13 == 5 ? "  " + customer.firstName() + " " : customer.firstName(),
                last.contains(",") ? '"' + last + '"' : last,
                email(customer),
                phone,
                place % 11 == 4
                        ? " " + customer.place().country().toLowerCase(Locale.ROOT) + " "
                        : customer.place().country(),
                customer.place().postalCode(),
                customer.hasImpossibleDate() ? "2025-02-30" : customer.signup().toString(),
                place % 9 == 7 ? segment.toUpperCase(Locale.ROOT) : segment,
                SECONDS.format(updatedAt));
    }

    static String lastName(Customer customer) {
        return customer.inBlock() % 25 == 11 ? customer.lastName() + ", Dr." : customer.lastName();
    }

    private static String email(Customer customer) {
        if (!customer.hasEmail()) {
            return "";
        }
        if (customer.hasBadEmail()) {
            return customer.email().replace('@', ' ');
        }
        return customer.inBlock() % 7 == 2 ? " " + customer.email().toUpperCase(Locale.ROOT) : customer.email();
    }
}
