package dev.lakesmith.core.crawl;

import dev.lakesmith.core.contract.Sensitive;
import dev.lakesmith.core.project.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a column's name says of its values, in a few languages. A hint, never proof. */
final class ColumnNames {

    private static final Pattern KEY = words("id|key|uuid|guid|code|no|nr|nummer|number|sku|ean|gtin|isbn");
    private static final Pattern CODE = words(
            "zip|zipcode|postal|postcode|plz|cp|phone|tel|telephone|telefon|mobile|fax|ean|gtin|isbn|sku|iban|bic|card|cvv"
                    + "|ssn|passport|account|konto|vat|barcode|msisdn|imei");
    private static final Pattern TRUTH = words(
            "is|has|flag|active|aktiv|enabled|disabled|deleted|valid|confirmed|verified|subscribed|optin|opt|paid|closed"
                    + "|blocked|newsletter");
    private static final Pattern DAY = words("date|day|datum|tag|on|at|fecha|birthday|dob|since|until");

    private static final Map<Sensitive, Pattern> PEOPLE = people();

    private ColumnNames() {}

    private static Map<Sensitive, Pattern> people() {
        Map<Sensitive, Pattern> people = new LinkedHashMap<>();
        people.put(
                Sensitive.CREDENTIAL,
                words("password|passwd|pwd|passwort|secret|token|api_key|apikey|private_key|credential|pin"));
        people.put(
                Sensitive.BIRTH_DATE,
                words("birth|birthday|birthdate|dob|geburtsdatum|geburtstag|naissance|nacimiento"));
        people.put(
                Sensitive.NATIONAL_ID,
                words(
                        "ssn|national_id|tax_id|passport|dni|nie|nir|pesel|bsn|cpf|steuer_id|personnummer|social_security"));
        people.put(Sensitive.PHONE, words("phone|telephone|telefon|tel|mobile|mobil|handy|fax|msisdn|telefono"));
        people.put(
                Sensitive.NAME,
                words("first_name|firstname|last_name|lastname|full_name|fullname|surname|given_name|family_name"
                        + "|middle_name|vorname|nachname|prenom|apellido|apellidos|nombre|maiden_name"));
        people.put(Sensitive.ADDRESS, words("street|address|strasse|adresse|anschrift|calle|direccion|rue|addr"));
        return people;
    }

    /** Each a word of its own in the name, or several behind each other. */
    private static Pattern words(String alternatives) {
        return Pattern.compile("(^|.*_)(" + alternatives + ")(_.*|\\d*$)");
    }

    /** Whether such a column often identifies a row; {@code table} is what the table is called. */
    static boolean soundsLikeKey(String name, String table) {
        String plain = plain(name);
        String singular = table.replaceFirst("s$", "");
        return KEY.matcher(plain).matches() || plain.equals(singular) || plain.equals(table);
    }

    /** Whether its digits are no number to count with. */
    static boolean soundsLikeCode(String name) {
        return CODE.matcher(plain(name)).matches();
    }

    static boolean soundsLikeTruth(String name) {
        return TRUTH.matcher(plain(name)).matches();
    }

    static boolean soundsLikeDay(String name) {
        return DAY.matcher(plain(name)).matches();
    }

    /** What it may tell about people. */
    static Optional<Sensitive> people(String name) {
        String plain = plain(name);
        // An address of a machine or of a mailbox is no postal one.
        boolean other =
                List.of("ip_", "mac_", "mail", "email", "url", "web").stream().anyMatch(plain::contains);
        return PEOPLE.entrySet().stream()
                .filter(kind -> !(other && kind.getKey() == Sensitive.ADDRESS))
                .filter(kind -> kind.getValue().matcher(plain).matches())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** A name alone, which is a person's where there is an address or a birthday beside it. */
    static boolean isPlainName(String name) {
        return List.of("name", "customer_name", "contact", "contact_name", "person", "owner", "user_name")
                .contains(plain(name));
    }

    private static String plain(String name) {
        return Names.mended(name).orElse("").toLowerCase(Locale.ROOT);
    }
}
