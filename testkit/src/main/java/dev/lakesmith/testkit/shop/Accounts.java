package dev.lakesmith.testkit.shop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Writes what the web shop knows of its accounts: JSON, one document a line, on two evenings. The second file has the
 * accounts that are new, changed or closed since the first.
 */
final class Accounts {
    private final Path folder;
    private final int scale;
    private final Tally tally;

    Accounts(Path folder, int scale, Tally tally) {
        this.folder = folder;
        this.scale = scale;
        this.tally = tally;
    }

    void write() throws IOException {
        for (int evening = 1; evening <= 2; evening++) {
            try (Lines lines = Lines.create(folder.resolve("accounts-2026-01-0" + (evening + 5) + ".json"))) {
                tally.accounts.files++;
                for (int number = 1; number <= Customer.BLOCK * scale; number++) {
                    Customer customer = Customer.of(number);
                    if (customer.hasAccount()) {
                        write(customer, evening, lines);
                    }
                }
                for (int number = 1; number <= Stranger.BLOCK * scale; number++) {
                    Stranger stranger = Stranger.of(number);
                    if (stranger.hasAccount()) {
                        write(stranger, evening, lines);
                    }
                }
            }
        }
        for (int number = 1; number <= Customer.BLOCK * scale; number++) {
            count(Customer.of(number));
        }
        for (int number = 1; number <= Stranger.BLOCK * scale; number++) {
            count(Stranger.of(number));
        }
    }

    private void write(Customer customer, int evening, Lines lines) throws IOException {
        if (evening == 1) {
            line(json(customer, customer.number() % 3 == 0, evening, false), lines);
        } else if (customer.closesAccount() || customer.inBlock() % 25 == 19) {
            tally.accountsReplaced += 1;
            line(json(customer, customer.number() % 3 != 0, evening, customer.closesAccount()), lines);
        }
    }

    private void write(Stranger stranger, int evening, Lines lines) throws IOException {
        if (evening == 1) {
            line(json(stranger, false), lines);
        } else if (stranger.closesAccount()) {
            tally.accountsReplaced += 1;
            line(json(stranger, true), lines);
        }
    }

    private void line(String json, Lines lines) throws IOException {
        lines.line(json);
        tally.accounts.bronzeRows++;
    }

    private void count(Customer customer) {
        boolean open = customer.hasAccount() && !customer.closesAccount();
        tally.openAccounts += open ? 1 : 0;
        if (customer.isSound()) {
            tally.people++;
            tally.peopleOfAllSystems += open && customer.asksSupport() ? 1 : 0;
        } else {
            // the CRM's record waits in quarantine, so the account is all that is known
            tally.people += open ? 1 : 0;
        }
    }

    private void count(Stranger stranger) {
        boolean open = stranger.hasAccount() && !stranger.closesAccount();
        tally.openAccounts += open ? 1 : 0;
        tally.people += open || stranger.asksSupport() ? 1 : 0;
    }

    private static String json(Customer customer, boolean newsletter, int evening, boolean closed) {
        boolean otherAddress = customer.isFoundByPhone();
        return json(
                "W-" + customer.id(),
                otherAddress
                        ? "private." + customer.number() + "@post.example"
                        : customer.email().toUpperCase(Locale.ROOT),
                customer.firstName(),
                customer.lastName(),
                otherAddress ? customer.phone().replace("+49 ", "0049-").replace(' ', '/') : "",
                customer.inBlock() % 15 == 14 ? "" : "\"newsletter\":" + newsletter + ",",
                evening,
                closed);
    }

    private static String json(Stranger stranger, boolean closed) {
        return json(
                "W-" + stranger.id(),
                stranger.email(),
                stranger.firstName(),
                stranger.lastName(),
                stranger.phone(),
                "\"newsletter\":true,",
                closed ? 2 : 1,
                closed);
    }

    private static String json(
            String id,
            String email,
            String first,
            String last,
            String phone,
            String newsletter,
            int evening,
            boolean closed) {
        return "{\"account_id\":\"" + id + "\",\"email\":\"" + email + "\",\"name\":{\"first\":\"" + first
                + "\",\"last\":\"" + last + "\"}," + (phone.isEmpty() ? "" : "\"phone\":\"" + phone + "\",")
                + newsletter
                + "\"updated_at\":\"2026-01-0" + (evening + 5) + "T18:00:00Z\"" + (closed ? ",\"closed\":true}" : "}");
    }
}
