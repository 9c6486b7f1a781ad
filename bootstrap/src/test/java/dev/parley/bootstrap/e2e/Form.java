package dev.parley.bootstrap.e2e;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Is a form as browsers send it, and what comes of it. */
final class Form {
    static final String BOUNDARY = "----WebKitFormBoundary7MA4YWxkTrZu0gW";
    static final String TYPE = "multipart/form-data; boundary=" + BOUNDARY;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    static Form file(String name, byte[] content) {
        return new Form().with("file", name, content);
    }

    /** One more file. */
    Form with(String field, String name, byte[] content) {
        return part("form-data; name=\"" + field + "\"; filename=\"" + name + "\"", content);
    }

    /** One more field with a text. */
    Form with(String field, String text) {
        return part("form-data; name=\"" + field + "\"", text.getBytes(StandardCharsets.UTF_8));
    }

    Form part(String disposition, byte[] content) {
        write("--" + BOUNDARY + "\r\nContent-Disposition: " + disposition + "\r\n");
        write("Content-Type: text/html\r\n\r\n");
        bytes.writeBytes(content);
        write("\r\n");
        return this;
    }

    byte[] whole() {
        write("--" + BOUNDARY + "--\r\n");
        return bytes.toByteArray();
    }

    byte[] cutOff() {
        return bytes.toByteArray();
    }

    private void write(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Uploads the file for the room. */
    static Answer upload(Person person, String room, String name, byte[] content) {
        return send(person.api(), room, file(name, content).whole());
    }

    /** Uploads the file for no room, by contract C. */
    static Answer uploadForAnywhere(Api api, String name, byte[] content) {
        return api.with("Content-Type", TYPE)
                .post("/upload", file(name, content).whole());
    }

    static Answer send(Api api, String room, byte[] form) {
        return api.with("Content-Type", TYPE).post("/api/v1/rooms/" + room + "/files", form);
    }

    /** Uploads, and sends a message with it; returns the file's id. */
    static String say(Person person, String room, byte[] content) {
        String id = upload(person, room, "some.png", content)
                .expect(201)
                .json()
                .path("id")
                .asText();
        attach(person, room, id);
        return id;
    }

    /** Sends a message with an uploaded file. */
    static void attach(Person person, String room, String id) {
        person.api()
                .post("/api/v1/rooms/" + room + "/messages", Json.object("content", "", "files", new String[] {id}))
                .expect(201);
    }
}
