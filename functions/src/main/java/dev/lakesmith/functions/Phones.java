package dev.lakesmith.functions;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import org.jspecify.annotations.Nullable;

/** Telephone numbers, by the numbering plans of libphonenumber. */
final class Phones {

    private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();
    private static final int LONGEST = 250;

    private Phones() {}

    static @Nullable String e164(String text, String region) {
        PhoneNumber number = number(text, region);
        return number == null ? null : PLANS.format(number, PhoneNumberFormat.E164);
    }

    static @Nullable String region(String text, String region) {
        PhoneNumber number = number(text, region);
        return number == null ? null : PLANS.getRegionCodeForNumber(number);
    }

    private static @Nullable PhoneNumber number(String text, String region) {
        if (text.length() > LONGEST) {
            return null;
        }
        try {
            PhoneNumber number = PLANS.parse(text, Letters.upper(region.strip()));
            return PLANS.isValidNumber(number) ? number : null;
        } catch (NumberParseException noNumber) {
            return null;
        }
    }
}
