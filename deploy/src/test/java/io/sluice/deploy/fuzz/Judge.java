package io.sluice.deploy.fuzz;

import io.sluice.testkit.OpenApi;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says what is wrong with an answer. */
final class Judge {
    private static final int AROUND = 60;
    private static final int NOT_IMPLEMENTED = 501;

    private final OpenApi document;

    Judge(OpenApi document) {
        this.document = document;
    }

    /** @param secrets of others, which may not be in it */
    List<String> faults(Shot shot, Answer answer, List<String> secrets) {
        List<String> faults = new ArrayList<>();
        if (answer.status() >= 500 && !isPromised(shot, answer)) {
            faults.add("the status is " + answer.status());
        }
        faults.addAll(ofDocument(shot, answer));
        String all = (answer.headers() + "\n" + answer.body()).toLowerCase(Locale.ROOT);
        for (String secret : secrets) {
            int at = all.indexOf(secret.toLowerCase(Locale.ROOT));
            if (at >= 0) {
                int end = Math.min(all.length(), at + secret.length() + AROUND);
                faults.add("it has a secret of another tenant: …" + all.substring(Math.max(0, at - AROUND), end));
            }
        }
        return faults;
    }

    /** Documents say what faults of ours look like as well; 501 they say only of what is not offered. */
    private static boolean isPromised(Shot shot, Answer answer) {
        return answer.status() == NOT_IMPLEMENTED
                && shot.operation().node().path("responses").has(Integer.toString(NOT_IMPLEMENTED));
    }

    private List<String> ofDocument(Shot shot, Answer answer) {
        boolean cut = !answer.whole();
        OpenApi.Answer told = new OpenApi.Answer(answer.status(), answer.contentType(), cut ? "" : answer.body());
        List<String> faults = document.faults(shot.operation(), shot.method(), told);
        if (faults.isEmpty() || shot.exact()) {
            return faults;
        }
        // The path may be that of something else, or of nothing; what is not below /api is a page.
        boolean page = answer.status() == 200 && answer.contentType().startsWith("text/html");
        return page || document.faultsOutside(told).isEmpty() || isOfAnother(shot, told) ? List.of() : faults;
    }

    private boolean isOfAnother(Shot shot, OpenApi.Answer told) {
        return document.operations().stream()
                .filter(other -> other.method().equals(shot.method()))
                .anyMatch(other -> document.faults(other, shot.method(), told).isEmpty());
    }
}
