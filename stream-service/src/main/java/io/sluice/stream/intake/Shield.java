package io.sluice.stream.intake;

/** Keeps interrupts away from a thread while a transaction of it is under way. Any thread may interrupt; the thread itself enters. */
final class Shield {
    private boolean raised;

    /** @throws InterruptedException if the thread was interrupted before */
    synchronized void raise() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        raised = true;
    }

    synchronized void lower() {
        raised = false;
    }

    /** Has no effect while the shield is raised: whoever calls this has left a mark that is looked at afterwards. */
    synchronized void interrupt(Thread thread) {
        if (!raised) {
            thread.interrupt();
        }
    }
}
