package dev.lakesmith.functions;

/** What functions are about; the reference lists them by it. */
public enum Topic {
    URLS("URLs"),
    USER_AGENTS("User agents"),
    CONTACTS("Contacts: phones, e-mail, names, addresses"),
    PROTECTION("Protection of personal data"),
    NETWORK("Network addresses"),
    LOGS("Log lines");

    private final String title;

    Topic(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
