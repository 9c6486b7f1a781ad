package dev.parley.benchmarks.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FramesTest {
    private static final List<Integer> SIZES = List.of(0, 1, 125, 126, 127, 300, 65535, 65536, 70000);

    @Test
    void frames_split_at_every_byte_are_read_whole_and_in_order() throws ProtocolException {
        byte[] stream = stream(List.of(0, 1, 125, 126, 300));
        for (int cut = 0; cut <= stream.length; cut++) {
            List<Integer> sizes = new ArrayList<>();
            int used = Frames.read(stream, 0, cut, collect(sizes));
            assertThat(Frames.read(stream, used, stream.length, collect(sizes))).isEqualTo(stream.length);
            assertThat(sizes).containsExactly(0, 1, 125, 126, 300);
        }
    }

    @Test
    void several_frames_of_all_lengths_in_one_read() throws ProtocolException {
        byte[] stream = stream(SIZES);
        List<Integer> sizes = new ArrayList<>();
        assertThat(Frames.read(stream, 0, stream.length, collect(sizes))).isEqualTo(stream.length);
        assertThat(sizes).isEqualTo(SIZES);
    }

    @Test
    void payloads_arrive_unchanged() throws ProtocolException {
        ByteBuffer out = ByteBuffer.allocate(100);
        byte[] payload = Bytes.of("Grüße, 世界");
        Frames.put(out, Frames.TEXT, payload, 0, payload.length);
        List<String> texts = new ArrayList<>();
        Frames.read(out.array(), 0, out.position(), (last, opcode, bytes, from, to) -> {
            assertThat(last).isTrue();
            assertThat(opcode).isEqualTo(Frames.TEXT);
            texts.add(Bytes.text(bytes, from, to));
        });
        assertThat(texts).containsExactly("Grüße, 世界");
    }

    @Test
    void a_masked_frame_from_a_server_is_refused() {
        ByteBuffer out = ByteBuffer.allocate(100);
        Frames.putMasked(out, Frames.TEXT, new byte[3], 0, 3);
        assertThatThrownBy(() -> Frames.read(out.array(), 0, out.position(), collect(new ArrayList<>())))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void a_payload_beyond_belief_is_refused() {
        byte[] head = {(byte) 0x81, 127, 0, 0, 0, 1, 0, 0, 0, 0};
        assertThatThrownBy(() -> Frames.read(head, 0, head.length, collect(new ArrayList<>())))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void a_clients_frame_carries_the_mask_zero() {
        ByteBuffer out = ByteBuffer.allocate(100);
        Frames.putMasked(out, Frames.TEXT, new byte[] {7}, 0, 1);
        assertThat(Arrays.copyOf(out.array(), out.position()))
                .containsExactly((byte) 0x81, (byte) 0x81, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 7);
    }

    private static byte[] stream(List<Integer> sizes) {
        ByteBuffer out = ByteBuffer.allocate(300_000);
        for (int size : sizes) {
            Frames.put(out, Frames.TEXT, new byte[size], 0, size);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private static Frames.Sink collect(List<Integer> sizes) {
        return (last, opcode, bytes, from, to) -> sizes.add(to - from);
    }
}
