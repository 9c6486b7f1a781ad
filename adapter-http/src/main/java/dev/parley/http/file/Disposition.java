package dev.parley.http.file;

import dev.parley.domain.file.FileName;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Reads and writes the header {@code Content-Disposition} (RFC 6266; in a form RFC 7578 §4.2). */
final class Disposition {
    private static final String EXTENDED = "filename*";

    private Disposition() {}

    /** The parameters by their names in lower case; what has another form is left out. */
    static Map<String, String> parameters(String header) {
        Map<String, String> parameters = new LinkedHashMap<>();
        int at = header.indexOf(';');
        while (at >= 0 && at < header.length()) {
            int equals = header.indexOf('=', at);
            if (equals < 0) {
                break;
            }
            String name = header.substring(at + 1, equals).strip().toLowerCase(Locale.ROOT);
            StringBuilder value = new StringBuilder();
            at = readValue(header, equals + 1, value);
            parameters.putIfAbsent(name, value.toString());
        }
        String extended = parameters.remove(EXTENDED);
        if (extended != null && extended.regionMatches(true, 0, "utf-8'", 0, 6)) {
            parameters.put("filename", unescaped(extended.substring(extended.indexOf('\'', 6) + 1), false));
        }
        return parameters;
    }

    /** Returns where the semicolon behind the value is, or the end. */
    private static int readValue(String header, int from, StringBuilder value) {
        int at = from;
        while (at < header.length() && header.charAt(at) == ' ') {
            at++;
        }
        if (at == header.length() || header.charAt(at) != '"') {
            int end = header.indexOf(';', at) < 0 ? header.length() : header.indexOf(';', at);
            value.append(header.substring(at, end).strip());
            return end;
        }
        for (at++; at < header.length() && header.charAt(at) != '"'; at++) {
            char c = header.charAt(at);
            boolean escapes = c == '\\' && at + 1 < header.length() && "\"\\".indexOf(header.charAt(at + 1)) >= 0;
            value.append(escapes ? header.charAt(++at) : c);
        }
        String written = value.toString();
        value.setLength(0);
        value.append(unescaped(written, true));
        return header.indexOf(';', at);
    }

    /** Browsers write three characters as in a URL and leave every other (HTML standard, multipart/form-data encoding). */
    private static String unescaped(String text, boolean threeOnly) {
        if (threeOnly) {
            return text.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n");
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] plain = new byte[bytes.length];
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
            plain[length++] = low < 0 ? bytes[i] : (byte) (high * 16 + low);
            i += low < 0 ? 0 : 2;
        }
        return new String(plain, 0, length, StandardCharsets.UTF_8);
    }

    /** What a browser is to do with a file, and how it is to call it: in ASCII for old ones, and as it is. */
    static String of(FileName name, boolean inline) {
        StringBuilder header = new StringBuilder(inline ? "inline" : "attachment").append("; filename=\"");
        name.value()
                .codePoints()
                .forEach(c -> header.append(c < ' ' || c > '~' || c == '"' || c == '%' ? '_' : (char) c));
        header.append("\"; filename*=UTF-8''");
        for (byte b : name.value().getBytes(StandardCharsets.UTF_8)) {
            boolean plain = (b >= '0' && b <= '9')
                    || (b >= 'A' && b <= 'Z')
                    || (b >= 'a' && b <= 'z')
                    || "-._~".indexOf(b) >= 0;
            header.append(plain ? Character.toString((char) b) : String.format("%%%02X", b));
        }
        return header.toString();
    }
}
