package dev.lakesmith.testkit.shop;

import java.util.List;
import java.util.Locale;

/** Somebody whom the CRM does not know: an account of the web shop, a question to support, or both. */
record Stranger(int number, String firstName, String lastName) {
    static final int BLOCK = 25;

    static Stranger of(int number) {
        Dice dice = Dice.of("stranger", number);
        return new Stranger(
                number,
                dice.one(List.of("Iris", "Noah", "Ella", "Hugo", "Maja", "Liam")),
                dice.one(List.of("Keller", "Duarte", "Salo", "Marchand", "Greco", "Lund")));
    }

    String id() {
        return String.format(Locale.ROOT, "6%05d", number);
    }

    String email() {
        return firstName.toLowerCase(Locale.ROOT) + number + "@mail.example";
    }

    String phone() {
        return "+49 1511 " + (1_000_000 + number);
    }

    private int inBlock() {
        return (number - 1) % BLOCK;
    }

    boolean hasAccount() {
        return inBlock() < 20;
    }

    boolean closesAccount() {
        return inBlock() < 2;
    }

    boolean asksSupport() {
        return inBlock() % 4 == 1 || !hasAccount();
    }
}
