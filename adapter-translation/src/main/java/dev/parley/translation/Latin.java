package dev.parley.translation;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Knows what languages in Latin letters do not have, and near neighbours of theirs do, whose runs of letters are much the same:
 * some letters, and a few words of every day.
 */
final class Latin {
    private static final String A_TO_Z = "abcdefghijklmnopqrstuvwxyz";

    /** In which they are written (Unicode CLDR, main exemplar characters), with those of common loan words. */
    private static final Map<String, String> LETTERS = Map.ofEntries(
            Map.entry("cs", A_TO_Z + "áčďéěíňóřšťúůýž"),
            Map.entry("da", A_TO_Z + "æøåáé"),
            Map.entry("de", A_TO_Z + "äöüßàé"),
            Map.entry("en", A_TO_Z + "çèéêïñ"),
            Map.entry("es", A_TO_Z + "áéíñóúü"),
            Map.entry("fi", A_TO_Z + "äöåéšž"),
            Map.entry("fr", A_TO_Z + "àâæçèéêëîïôœùûüÿ"),
            Map.entry("hu", A_TO_Z + "áéíóöőúüű"),
            Map.entry("id", A_TO_Z + "é"),
            Map.entry("it", A_TO_Z + "àèéìíîòóùú"),
            Map.entry("lt", A_TO_Z + "ąčęėįšųūž"),
            Map.entry("lv", A_TO_Z + "āčēģīķļņšūž"),
            Map.entry("nl", A_TO_Z + "áäèéêëíïóöúüç"),
            Map.entry("no", A_TO_Z + "æøåàèéêóòô"),
            Map.entry("pl", A_TO_Z + "ąćęłńóśźżé"),
            Map.entry("pt", A_TO_Z + "àáâãçéêíóôõúü"),
            Map.entry("ro", A_TO_Z + "ăâîșşțţé"),
            Map.entry("sv", A_TO_Z + "åäöàé"),
            Map.entry("tr", "abcçdefgğhıijklmnoöprsştuüvwyzâîû"),
            Map.entry("vi", A_TO_Z + "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"));

    /** One word in so many may have another letter: a name. */
    private static final int MOST_FOREIGN = 4;

    /** Words of Slovak; Galician and Asturian; Malay and Javanese; Afrikaans and Frisian; and again Galician and Spanish. */
    private static final Map<String, List<String>> FOREIGN = Map.of(
            "cs", List.of("ako", "budem", "čo", "ešte", "keď", "kto", "nie", "sme", "som"),
            "es", List.of("ao", "do", "eu", "meu", "moi", "non", "nun", "unha", "xa"),
            "id",
                    List.of(
                            "awak", "cakap", "esok", "hantar", "iki", "jom", "kanggo", "kerana", "mahu", "minit", "nak",
                            "ora", "tengok", "wis"),
            "nl", List.of("baie", "ek", "hy", "jy", "nie", "vir", "wy"),
            "pt", List.of("el", "las", "los", "moi", "non", "un", "unha", "xa"));

    private Latin() {}

    /** @param text its words in lower case, set apart by single spaces */
    static boolean isOfNeighbour(String text, String language) {
        List<String> words = Arrays.asList(text.split(" ", -1));
        String letters = LETTERS.getOrDefault(language, A_TO_Z);
        long foreign = words.stream().filter(word -> hasOther(word, letters)).count();
        return foreign * MOST_FOREIGN >= words.size()
                || FOREIGN.getOrDefault(language, List.of()).stream().anyMatch(words::contains);
    }

    private static boolean hasOther(String word, String letters) {
        return word.chars().anyMatch(c -> Character.isLetter(c) && letters.indexOf(c) < 0);
    }
}
