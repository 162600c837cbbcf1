package dev.lakesmith.core.crawl;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Numbers that states give to people, recognised by their form and their check digits. The number of the United States
 * has no check digit; its form with hyphens stands for it.
 */
enum NationalId {
    SPAIN("Spanish DNI or NIE", "[0-9XYZ]\\d{7}[A-Z]"),
    ITALY("Italian codice fiscale", "[A-Z]{6}\\d{2}[A-EHLMPRST]\\d{2}[A-Z]\\d{3}[A-Z]"),
    FRANCE("French NIR", "[12]\\d{4}(2A|2B|\\d{2})\\d{8}"),
    FINLAND("Finnish personal identity code", "\\d{6}[-+A-FU-Y]\\d{3}[0-9A-Z]"),
    CHINA("Chinese resident identity number", "\\d{17}[\\dX]"),
    SWITZERLAND("Swiss AHV number", "756\\d{10}"),
    POLAND("Polish PESEL", "\\d{11}"),
    GERMANY("German tax identification number", "[1-9]\\d{10}"),
    BELGIUM("Belgian national number", "\\d{11}"),
    NORWAY("Norwegian national identity number", "\\d{11}"),
    BRAZIL("Brazilian CPF", "\\d{11}"),
    TURKEY("Turkish identity number", "[1-9]\\d{10}"),
    SWEDEN("Swedish personal identity number", "(19|20)?\\d{10}"),
    NETHERLANDS("Dutch BSN", "\\d{9}"),
    PORTUGAL("Portuguese NIF", "[1-35689]\\d{8}"),
    INDIA("Indian Aadhaar number", "[2-9]\\d{11}"),
    UNITED_STATES("United States social security number", "(?!000|666|9)\\d{3}(?!00)\\d{2}(?!0000)\\d{4}");

    private static final Pattern HYPHENED = Pattern.compile("\\d{3}-\\d{2}-\\d{4}");
    private static final Pattern SEPARATORS = Pattern.compile("[ ./-]");
    private static final String SPANISH = "TRWAGMYFPDXBNJZSQVHLCKE";
    private static final String FINNISH = "0123456789ABCDEFHJKLMNPRSTUVWXY";
    private static final int[] ITALIAN_ODD = {
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23
    };
    private static final int[][] DIHEDRAL = dihedral();
    private static final int[] PERMUTED = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};

    private final String told;
    private final Pattern form;

    NationalId(String told, String form) {
        this.told = told;
        this.form = Pattern.compile(form);
    }

    /** What it is called. */
    String told() {
        return told;
    }

    boolean is(String text) {
        if (this == UNITED_STATES && !HYPHENED.matcher(text).matches()) {
            return false;
        }
        String upper = text.strip().toUpperCase(Locale.ROOT);
        // A hyphen of the Finnish code says the century.
        String plain = this == FINLAND ? upper : SEPARATORS.matcher(upper).replaceAll("");
        return form.matcher(plain).matches() && isChecked(plain);
    }

    private boolean isChecked(String id) {
        return switch (this) {
            case SPAIN -> spain(id);
            case ITALY -> italy(id);
            case FRANCE -> france(id);
            case FINLAND -> finland(id);
            case CHINA -> china(id);
            case SWITZERLAND -> switzerland(id);
            case POLAND -> poland(id);
            case GERMANY -> germany(id);
            case BELGIUM -> belgium(id);
            case NORWAY -> norway(id);
            case BRAZIL -> brazil(id);
            case TURKEY -> turkey(id);
            case SWEDEN -> sweden(id);
            case NETHERLANDS -> netherlands(id);
            case PORTUGAL -> portugal(id);
            case INDIA -> india(id);
            case UNITED_STATES -> true;
        };
    }

    /** The kind whose numbers are the most of these, and at least a share of them. */
    static Optional<NationalId> most(Iterable<String> values, long atLeast) {
        Optional<NationalId> best = Optional.empty();
        long most = Math.max(1, atLeast) - 1;
        for (NationalId kind : values()) {
            long count = 0;
            for (String value : values) {
                count += kind.is(value) ? 1 : 0;
            }
            if (count > most) {
                most = count;
                best = Optional.of(kind);
            }
        }
        return best;
    }

    private static boolean spain(String id) {
        int first = "XYZ".indexOf(id.charAt(0));
        String number = (first < 0 ? id.substring(0, 1) : Integer.toString(first)) + id.substring(1, 8);
        return id.charAt(8) == SPANISH.charAt(Integer.parseInt(number) % 23);
    }

    private static boolean italy(String id) {
        int sum = 0;
        for (int i = 0; i < 15; i++) {
            int value = Character.isDigit(id.charAt(i)) ? id.charAt(i) - '0' : id.charAt(i) - 'A';
            sum += i % 2 == 0 ? ITALIAN_ODD[value] : value;
        }
        return id.charAt(15) == 'A' + sum % 26;
    }

    private static boolean france(String id) {
        long number = Long.parseLong(id.substring(0, 13).replace("2A", "19").replace("2B", "18"));
        return Long.parseLong(id.substring(13)) == 97 - number % 97;
    }

    private static boolean finland(String id) {
        int number = Integer.parseInt(id.substring(0, 6) + id.substring(7, 10));
        return id.charAt(10) == FINNISH.charAt(number % 31) && isDay(id.substring(0, 2), id.substring(2, 4));
    }

    private static boolean china(String id) {
        int sum = CheckDigits.weighed(id, 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2);
        return id.charAt(17) == "10X98765432".charAt(sum % 11);
    }

    private static boolean switzerland(String id) {
        int sum = CheckDigits.weighed(id, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3);
        return digit(id, 12) == (10 - sum % 10) % 10;
    }

    private static boolean poland(String id) {
        int sum = CheckDigits.weighed(id, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3);
        // The century is added to the month.
        int month = Integer.parseInt(id.substring(2, 4)) % 20;
        return digit(id, 10) == (10 - sum % 10) % 10 && isDay(id.substring(4, 6), "%02d".formatted(month));
    }

    /** ISO 7064, modulo 11 and 10; of the first ten digits one is there twice or three times. */
    private static boolean germany(String id) {
        int product = 10;
        for (int i = 0; i < 10; i++) {
            int sum = (digit(id, i) + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }
        long distinct = id.substring(0, 10).chars().distinct().count();
        return digit(id, 10) == (11 - product) % 10 && (distinct == 8 || distinct == 9);
    }

    private static boolean belgium(String id) {
        long number = Long.parseLong(id.substring(0, 9));
        long check = Long.parseLong(id.substring(9));
        boolean sound = check == 97 - number % 97 || check == 97 - (2_000_000_000L + number) % 97;
        return sound && Integer.parseInt(id.substring(2, 4)) <= 12;
    }

    private static boolean norway(String id) {
        int first = CheckDigits.weighed(id, 3, 7, 6, 1, 8, 9, 4, 5, 2, 1);
        int second = CheckDigits.weighed(id, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1);
        return first % 11 == 0 && second % 11 == 0;
    }

    private static boolean brazil(String id) {
        if (id.chars().distinct().count() == 1) {
            return false;
        }
        int first = CheckDigits.weighed(id, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
        int second = CheckDigits.weighed(id, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
        return digit(id, 9) == first && digit(id, 10) == second;
    }

    private static boolean turkey(String id) {
        int odd = CheckDigits.weighed(id, 1, 0, 1, 0, 1, 0, 1, 0, 1);
        int even = CheckDigits.weighed(id, 0, 1, 0, 1, 0, 1, 0, 1);
        int sum = CheckDigits.weighed(id, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
        return digit(id, 9) == Math.floorMod(odd * 7 - even, 10) && digit(id, 10) == sum % 10;
    }

    private static boolean sweden(String id) {
        String ten = id.substring(id.length() - 10);
        int day = Integer.parseInt(ten.substring(4, 6));
        // Numbers of people without one of their own have 60 added to the day.
        return CheckDigits.luhn(ten) && isDay("%02d".formatted(day > 60 ? day - 60 : day), ten.substring(2, 4));
    }

    private static boolean netherlands(String id) {
        return CheckDigits.weighed(id, 9, 8, 7, 6, 5, 4, 3, 2, -1) % 11 == 0 && !id.equals("000000000");
    }

    private static boolean portugal(String id) {
        int rest = CheckDigits.weighed(id, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
        return digit(id, 8) == (rest < 2 ? 0 : 11 - rest);
    }

    /** Verhoeff's sum. */
    private static boolean india(String id) {
        int check = 0;
        for (int i = 0; i < id.length(); i++) {
            int value = digit(id, id.length() - 1 - i);
            for (int times = 0; times < i % 8; times++) {
                value = PERMUTED[value];
            }
            check = DIHEDRAL[check][value];
        }
        return check == 0;
    }

    /** The group of the ten symmetries of a pentagon: five turns, and five turns of its other side. */
    private static int[][] dihedral() {
        int[][] table = new int[10][10];
        for (int a = 0; a < 10; a++) {
            for (int b = 0; b < 10; b++) {
                int turn = a < 5 ? a + b % 5 : a % 5 - b % 5;
                table[a][b] = Math.floorMod(turn, 5) + ((a < 5) == (b < 5) ? 0 : 5);
            }
        }
        return table;
    }

    private static int digit(String id, int index) {
        return id.charAt(index) - '0';
    }

    private static boolean isDay(String day, String month) {
        int[] lengths = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
        int number = Integer.parseInt(month);
        return number >= 1
                && number <= 12
                && Integer.parseInt(day) >= 1
                && Integer.parseInt(day)
                        <= Arrays.stream(lengths).skip(number - 1L).findFirst().orElse(0);
    }
}
