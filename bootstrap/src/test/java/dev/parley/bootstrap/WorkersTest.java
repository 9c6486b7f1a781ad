package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkersTest {
    @Test
    void threads_are_virtual_where_the_jvm_has_them_and_daemons_of_the_pool_elsewhere() throws Exception {
        ExecutorService workers = Workers.blocking("store");
        Thread thread = workers.submit(Thread::currentThread).get();

        assertThat(thread.getName()).isEqualTo("store-1");
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.toString().startsWith("VirtualThread["))
                .isEqualTo(Runtime.version().feature() >= 21);
        workers.shutdownNow();
    }

    @Test
    void many_tasks_block_at_once() throws Exception {
        ExecutorService workers = Workers.blocking("store");
        CountDownLatch all = new CountDownLatch(Workers.MAX_PLATFORM_THREADS);
        List<Future<?>> tasks = new ArrayList<>();
        for (int i = 0; i < Workers.MAX_PLATFORM_THREADS; i++) {
            tasks.add(workers.submit(() -> {
                all.countDown();
                all.await();
                return true;
            }));
        }

        for (Future<?> task : tasks) {
            assertThat(task.get()).isEqualTo(true);
        }
        workers.shutdownNow();
    }

    @Test
    void the_pool_has_no_more_threads_than_asked_for_and_refuses_what_comes_after_its_end() throws Exception {
        ExecutorService pool = Workers.platform("pool", 2);
        CountDownLatch release = new CountDownLatch(1);
        List<Future<String>> tasks = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            tasks.add(pool.submit(() -> {
                release.await();
                return Thread.currentThread().getName();
            }));
        }

        release.countDown();
        for (Future<String> task : tasks) {
            assertThat(task.get()).isIn("pool-1", "pool-2");
        }
        pool.shutdownNow();
        assertThatThrownBy(() -> pool.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }
}
