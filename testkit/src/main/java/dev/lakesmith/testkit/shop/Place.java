package dev.lakesmith.testkit.shop;

import java.util.List;

/** A town customers live in. All postal codes have five digits, some begin with a zero. */
record Place(String country, String postalCode, String city, String region, String incomeBand, int population) {
    static final List<Place> ALL = List.of(
            new Place("DE", "01067", "Dresden", "Saxony", "middle", 11802),
            new Place("DE", "04109", "Leipzig", "Saxony", "middle", 20417),
            new Place("DE", "06108", "Halle", "Saxony-Anhalt", "low", 14233),
            new Place("DE", "07743", "Jena", "Thuringia", "middle", 25690),
            new Place("DE", "10115", "Berlin", "Berlin", "high", 27311),
            new Place("DE", "20095", "Hamburg", "Hamburg", "high", 14650),
            new Place("DE", "50667", "Köln", "Rhineland", "middle", 9874),
            new Place("DE", "80331", "München", "Bavaria", "high", 5702),
            new Place("FR", "06000", "Nice", "Provence", "high", 86391),
            new Place("FR", "13001", "Marseille", "Provence", "low", 37704),
            new Place("FR", "69001", "Lyon", "Rhône", "middle", 29120),
            new Place("FR", "75001", "Paris", "Île-de-France", "high", 16030),
            new Place("IT", "00184", "Roma", "Lazio", "middle", 31540),
            new Place("IT", "20121", "Milano", "Lombardia", "high", 18877),
            new Place("ES", "08001", "Barcelona", "Catalunya", "middle", 47986),
            new Place("ES", "28001", "Madrid", "Madrid", "high", 20145),
            new Place("FI", "00100", "Helsinki", "Uusimaa", "high", 18427),
            // the lookup file does not know these two
            new Place("FI", "33100", "Tampere", "", "", 0),
            new Place("ES", "03001", "Alicante", "", "", 0));

    boolean known() {
        return population > 0;
    }
}
