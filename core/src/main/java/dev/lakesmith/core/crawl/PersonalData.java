package dev.lakesmith.core.crawl;

import dev.lakesmith.core.contract.Sensitive;
import dev.lakesmith.functions.Calculation;
import dev.lakesmith.functions.FunctionCatalogue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a column tells about people.
 *
 * @param kind as the project's files call it
 * @param because why that is supposed, for people
 */
record PersonalData(Sensitive kind, String because) {

    /** The share of values that must look so. */
    private static final double SHARE = 0.8;

    private static final Pattern EMAIL = Pattern.compile("[^@\\s<>]+@[^@\\s<>]+\\.[A-Za-z\\p{L}]{2,}");
    private static final Pattern PHONE = Pattern.compile("\\(?\\+?[0-9][0-9() ./-]{5,22}[0-9]");
    private static final Pattern IP4 =
            Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(25[0-5]|2[0-4]\\d|1?\\d?\\d)");
    private static final Pattern IP6 = Pattern.compile("(?=.*:.*:)[0-9a-fA-F:]{3,39}");
    private static final int FEW = 5;

    /**
     * Looks at different values of a column.
     *
     * @param name the column's
     * @param values none twice
     */
    static Optional<PersonalData> in(String name, List<String> values) {
        Optional<Sensitive> named = ColumnNames.people(name);
        return ofValues(name, values, named).or(() -> named.filter(kind -> !values.isEmpty())
                .filter(kind -> kind != Sensitive.PHONE || share(values, PersonalData::isPhoneShaped) >= SHARE)
                .map(kind -> new PersonalData(kind, "its name says so")));
    }

    /** Looks into values that nest: they are told of as a whole. */
    static Optional<PersonalData> inside(List<String> values) {
        double emails =
                values.isEmpty() ? 0 : share(values, text -> EMAIL.matcher(text).find());
        return emails > SHARE / 2
                ? Optional.of(new PersonalData(Sensitive.EMAIL, percent(emails) + " hold an e-mail address"))
                : Optional.empty();
    }

    private static Optional<PersonalData> ofValues(String name, List<String> values, Optional<Sensitive> named) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        double emails = share(values, text -> EMAIL.matcher(text.strip()).matches());
        if (emails >= SHARE) {
            return found(Sensitive.EMAIL, emails, "e-mail addresses");
        }
        double accounts = share(values, CheckDigits::isIban);
        if (accounts >= SHARE) {
            return found(Sensitive.IBAN, accounts, "IBANs with the right check digits");
        }
        double cards = share(values, CheckDigits::isCard);
        boolean saysCard = name.toLowerCase(Locale.ROOT).matches(".*(card|karte|carte|tarjeta).*");
        if (cards >= SHARE && (values.size() >= FEW || saysCard)) {
            return found(Sensitive.CARD, cards, "card numbers with the right check digit");
        }
        Optional<PersonalData> person = nationalId(values, named);
        if (person.isPresent()) {
            return person;
        }
        double hosts = share(
                values,
                text -> IP4.matcher(text.strip()).matches()
                        || IP6.matcher(text.strip()).matches());
        if (hosts >= SHARE) {
            return found(Sensitive.IP_ADDRESS, hosts, "IP addresses");
        }
        double international = share(values, text -> text.strip().startsWith("+") && isPhoneShaped(text.strip()));
        if (international >= SHARE) {
            double phones = share(values, PersonalData::isPhone);
            return phones >= SHARE ? found(Sensitive.PHONE, phones, "telephone numbers") : Optional.empty();
        }
        return Optional.empty();
    }

    private static Optional<PersonalData> nationalId(List<String> values, Optional<Sensitive> named) {
        long atLeast = (long) Math.ceil(values.size() * SHARE);
        // One in ten numbers has the right check digit by chance; where there are letters too, far fewer.
        return NationalId.most(values, atLeast)
                .filter(kind -> values.size() >= FEW
                        || named.equals(Optional.of(Sensitive.NATIONAL_ID))
                        || (values.size() > 1 && values.stream().anyMatch(text -> text.matches(".*[A-Z-].*"))))
                .map(kind -> new PersonalData(
                        Sensitive.NATIONAL_ID, percent(share(values, kind::is)) + " look like a " + kind.told()));
    }

    private static boolean isPhoneShaped(String text) {
        String plain = text.strip();
        long digits = plain.chars().filter(Character::isDigit).count();
        return PHONE.matcher(plain).matches() && digits >= 6 && digits <= 15;
    }

    /** By the numbering plans of the world. */
    private static boolean isPhone(String text) {
        return Phones.E164.apply(text.strip(), "ZZ") != null;
    }

    private static Optional<PersonalData> found(Sensitive kind, double share, String what) {
        return Optional.of(new PersonalData(kind, percent(share) + " are " + what));
    }

    private static String percent(double share) {
        return Shares.percent(share);
    }

    private static double share(List<String> values, Predicate<String> condition) {
        return (double) values.stream().filter(condition).count() / values.size();
    }

    /** Loaded when the first number is looked at: numbering plans are large. */
    private static final class Phones {

        static final BiFunction<String, String, @Nullable Object> E164 = FunctionCatalogue.functions().stream()
                .filter(function -> function.name().equals("phone_e164"))
                .map(function -> ((Calculation.OfTexts) function.calculation()).body())
                .findFirst()
                .orElseThrow();

        private Phones() {}
    }
}
