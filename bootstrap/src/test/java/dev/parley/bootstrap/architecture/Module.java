package dev.parley.bootstrap.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The modules with their packages, what of them others may use, and the technologies that are theirs alone. */
@SuppressWarnings("ImmutableEnumChecker") // sets and lists that cannot be changed, which their types do not say
enum Module {
    DOMAIN("dev.parley.domain", Set.of(), List.of()),
    APPLICATION("dev.parley.application", Set.of(), List.of()),
    HTTP(
            "dev.parley.http",
            Set.of("Health", "HttpAdapter", "HttpConfig"),
            List.of(
                    new Technology("io.javalin", io.javalin.Javalin.class),
                    new Technology("org.eclipse.jetty", org.eclipse.jetty.server.Server.class),
                    new Technology("com.fasterxml.jackson", com.fasterxml.jackson.databind.ObjectMapper.class))),
    MONGO(
            "dev.parley.mongo",
            Set.of("MongoAdapter", "MongoConfig"),
            List.of(
                    new Technology("com.mongodb", com.mongodb.client.MongoClient.class),
                    new Technology("org.bson", org.bson.Document.class))),
    SQL(
            "dev.parley.sql",
            Set.of("SqlAdapter", "SqlConfig"),
            List.of(
                    new Technology("java.sql", java.sql.Connection.class),
                    new Technology("org.sqlite", org.sqlite.SQLiteConfig.class),
                    new Technology("org.postgresql", org.postgresql.ds.PGSimpleDataSource.class),
                    new Technology("com.zaxxer.hikari", com.zaxxer.hikari.HikariDataSource.class))),
    TINODE(
            "dev.parley.tinode",
            Set.of("TinodeAdapter", "TinodeConfig"),
            List.of(
                    new Technology("okhttp3", okhttp3.OkHttpClient.class),
                    new Technology("com.fasterxml.jackson", com.fasterxml.jackson.databind.ObjectMapper.class))),
    MAIL(
            "dev.parley.mail",
            Set.of("MailAdapter", "MailConfig"),
            List.of(
                    new Technology("jakarta.mail", jakarta.mail.Message.class),
                    new Technology("org.eclipse.angus", org.eclipse.angus.mail.smtp.SMTPTransport.class))),
    TRANSLATION(
            "dev.parley.translation",
            Set.of("TranslationAdapter", "TranslationConfig"),
            List.of(
                    new Technology("com.optimaize", com.optimaize.langdetect.LanguageDetector.class),
                    new Technology("okhttp3", okhttp3.OkHttpClient.class),
                    new Technology("com.fasterxml.jackson", com.fasterxml.jackson.databind.ObjectMapper.class))),
    SECURITY(
            "dev.parley.security",
            Set.of(
                    "BcryptPasswordHasher",
                    "HmacCodeSeal",
                    "HmacFileSeals",
                    "JwtAccessTokens",
                    "SigningKey",
                    "SigningKeys"),
            List.of(
                    new Technology("com.auth0", com.auth0.jwt.JWT.class),
                    new Technology("org.mindrot", org.mindrot.jbcrypt.BCrypt.class))),
    FILES(
            "dev.parley.files",
            Set.of("FilesAdapter"),
            List.of(
                    new Technology("javax.imageio", javax.imageio.ImageIO.class),
                    new Technology("java.awt", java.awt.image.BufferedImage.class))),
    BOOTSTRAP(
            "dev.parley.bootstrap",
            Set.of("Main", "QuietLogging", "LibraryLog", "LibraryLogging"),
            List.of(new Technology("ch.qos.logback", ch.qos.logback.classic.Logger.class)));

    static final List<Module> ADAPTERS = List.of(HTTP, MONGO, SQL, TINODE, MAIL, TRANSLATION, SECURITY, FILES);

    private final String root;
    private final Set<String> doors;
    private final List<Technology> technologies;

    Module(String root, Set<String> doors, List<Technology> technologies) {
        this.root = root;
        this.doors = doors;
        this.technologies = technologies;
    }

    static Stream<Module> all() {
        return Stream.of(values());
    }

    /** For ArchUnit: this package and those below. */
    String packages() {
        return root + "..";
    }

    boolean holds(JavaClass type) {
        return type.getPackageName().equals(root) || type.getPackageName().startsWith(root + ".");
    }

    /** The simple names of the public classes in the root package. Nobody but the module itself uses any other. */
    Set<String> doors() {
        return doors;
    }

    String root() {
        return root;
    }

    List<Technology> technologies() {
        return technologies;
    }

    /**
     * @param root the package under which all of it lies
     * @param witness one of its classes: a misspelt package would guard nothing
     */
    record Technology(String root, Class<?> witness) {
        Technology {
            if (!witness.getName().startsWith(root + ".")) {
                throw new IllegalArgumentException(witness + " is not in " + root);
            }
        }

        String packages() {
            return root + "..";
        }
    }
}
