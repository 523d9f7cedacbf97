package io.sluice.contract;

/** Carries a {@link Problem} through a failed {@code Future}; the only exception thrown on purpose. Has no stack trace. */
public final class ProblemException extends RuntimeException {
    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.code() + ": " + problem.detail(), null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }

    /** Whether something failed because what was asked for is not there, or not for the caller to see. */
    public static boolean isNotFound(Throwable failure) {
        return failure instanceof ProblemException known && known.problem instanceof Problem.NotFound;
    }
}
