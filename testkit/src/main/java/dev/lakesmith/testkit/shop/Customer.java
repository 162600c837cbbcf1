package dev.lakesmith.testkit.shop;

import java.text.Normalizer;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/**
 * One customer of the shop, as he really is. Customers come in blocks of {@value #BLOCK}; the place in the block
 * decides what goes wrong with his rows, so every block has the same mistakes.
 */
record Customer(
        int number, String firstName, String lastName, String email, String phone, Place place, LocalDate signup) {
    static final int BLOCK = 500;

    private static final List<String> FIRST = List.of(
            "Anna", "Jürgen", "Zoë", "Łukasz", "Søren", "Chloé", "Marie", "Paolo", "Núria", "Aino", "Émile", "Björn",
            "Giulia", "Ana", "Väinö", "Sofía", "Tom", "Lena", "Omar", "Yuki");
    private static final List<String> LAST = List.of(
            "Berg",
            "Müller",
            "García",
            "Rossi",
            "Lefèvre",
            "Virtanen",
            "Núñez",
            "Weiß",
            "Øster",
            "Novák",
            "Dubois",
            "Conti",
            "Özdemir",
            "Schäfer",
            "Laine",
            "Petit",
            "Fischer",
            "Moreno",
            "中村",
            "O'Neill");
    private static final List<String> SEGMENTS = List.of("consumer", "consumer", "business", "student");

    static Customer of(int number) {
        Dice dice = Dice.of("customer", number);
        String first = dice.one(FIRST);
        String last = dice.one(LAST);
        String email =
                ascii(first) + "." + number + "@" + dice.one(List.of("example.com", "example.org", "mail.example"));
        int area = dice.between(30, 899);
        int digits = dice.between(100_000, 999_999);
        String phone = foundByPhone(number) ? "+49 1512 4" + digits : "+49 " + area + " " + digits;
        Place place = dice.one(Place.ALL);
        LocalDate signup = LocalDate.of(2024, 1, 1).plusDays(dice.between(0, 700));
        return new Customer(number, first, last, email, phone, place, signup);
    }

    static String id(int number) {
        return String.format(Locale.ROOT, "%06d", number);
    }

    String id() {
        return id(number);
    }

    int inBlock() {
        return (number - 1) % BLOCK;
    }

    /** Which of the three exports has him first. */
    int firstExport() {
        return firstExport(inBlock());
    }

    static int firstExport(int inBlock) {
        return inBlock < 300 ? 1 : inBlock < 425 ? 2 : 3;
    }

    /** Whether only his phone, a number that exists, leads from his account to his contact. */
    boolean isFoundByPhone() {
        return foundByPhone(number);
    }

    private static boolean foundByPhone(int number) {
        return (number - 1) % BLOCK % 20 == 4;
    }

    /** Whether the web shop knows him; none of these lacks an e-mail address. */
    boolean hasAccount() {
        return inBlock() % 5 == 4 || hasBadEmail();
    }

    boolean closesAccount() {
        return inBlock() % 25 == 14;
    }

    boolean asksSupport() {
        return inBlock() % 20 == 9 || inBlock() % 20 == 4 || inBlock() % 50 == 7;
    }

    boolean hasEmail() {
        return inBlock() % 60 != 33;
    }

    boolean hasImpossibleDate() {
        return inBlock() % 125 == 40;
    }

    boolean hasBadEmail() {
        return inBlock() % 100 == 61;
    }

    boolean isCutShort() {
        return inBlock() % 250 == 90;
    }

    boolean hasOneFieldTooMany() {
        return inBlock() % 250 == 91;
    }

    boolean hasNoId() {
        return inBlock() % 250 == 140;
    }

    /** Whether he reaches the clean customers. */
    boolean isSound() {
        return !(hasImpossibleDate() || hasBadEmail() || isCutShort() || hasOneFieldTooMany() || hasNoId());
    }

    boolean isWrittenTwice() {
        return inBlock() % 100 == 17;
    }

    /** Whether the next export has him again, changed. */
    boolean isExportedAgain() {
        return switch (firstExport()) {
            case 1 -> inBlock() % 10 == 3;
            case 2 -> inBlock() % 10 == 8;
            default -> false;
        };
    }

    /** Whether the third export has him once more with an old state. */
    boolean comesBackStale() {
        return inBlock() < 300 && inBlock() % 50 == 29;
    }

    /** His segment after {@code changes} changes. */
    String segment(int changes) {
        if (inBlock() % 200 == 77) {
            return "trial";
        }
        return SEGMENTS.get((number + changes) % SEGMENTS.size());
    }

    String finalSegment() {
        return segment(isExportedAgain() ? 2 : 0);
    }

    private static String ascii(String name) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .replace("Ł", "L")
                .replace("ø", "o");
        return plain.toLowerCase(Locale.ROOT);
    }
}
