package dev.lakesmith.core.crawl;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;

/** Sums that numbers of cards and accounts must have. */
final class CheckDigits {

    private static final Pattern CARD = Pattern.compile("[2-6]\\d{12,18}");
    private static final Pattern IBAN = Pattern.compile("[A-Z]{2}\\d{2}[A-Z0-9]{11,30}");
    private static final BigInteger NINETY_SEVEN = BigInteger.valueOf(97);

    private CheckDigits() {}

    /** A number of 13 to 19 digits as card networks give them, with the right last digit (ISO/IEC 7812). */
    static boolean isCard(String text) {
        String digits = text.replaceAll("[ -]", "");
        return CARD.matcher(digits).matches() && luhn(digits);
    }

    /** The last digit makes the sum, with every second digit doubled, a multiple of ten. */
    static boolean luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighed = i % 2 == 1 ? digit * 2 : digit;
            sum += weighed > 9 ? weighed - 9 : weighed;
        }
        return sum % 10 == 0;
    }

    /** An account number by ISO 13616: with its first four characters behind, letters as 10 to 35, it is 1 modulo 97. */
    static boolean isIban(String text) {
        String plain = text.replace(" ", "").toUpperCase(Locale.ROOT);
        if (!IBAN.matcher(plain).matches()) {
            return false;
        }
        StringBuilder digits = new StringBuilder();
        (plain.substring(4) + plain.substring(0, 4)).chars().forEach(c -> digits.append(Character.digit(c, 36)));
        return new BigInteger(digits.toString()).mod(NINETY_SEVEN).intValue() == 1;
    }

    /** The digits times the weights, added up. */
    static int weighed(String digits, int... weights) {
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += (digits.charAt(i) - '0') * weights[i];
        }
        return sum;
    }
}
