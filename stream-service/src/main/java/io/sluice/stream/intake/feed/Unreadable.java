package io.sluice.stream.intake.feed;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;

/** Why something cannot become a record, in words for the owner and with the place. No stack trace. */
final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    /** How far the fault reaches. */
    enum Extent {
        /** This record only; what follows can be read. */
        RECORD,
        /** Nothing behind this place can be read. */
        DOCUMENT,
        /** The text ends too early: more of it may come. */
        END
    }

    private final Extent extent;

    Unreadable(Extent extent, String reason) {
        super(reason, null, false, false);
        this.extent = extent;
    }

    /** @param atEnd whether the parser wanted more than there is */
    static Unreadable of(JsonProcessingException fault, boolean atEnd) {
        JsonLocation found = fault.getLocation();
        String place = found == null ? "" : place(found.getLineNr(), found.getColumnNr());
        if (fault instanceof StreamConstraintsException) {
            return new Unreadable(Extent.DOCUMENT, place + "deeper nested or a longer value than this reads");
        }
        return atEnd || fault instanceof JsonEOFException
                ? new Unreadable(Extent.END, place + "the text ends before the document does")
                : new Unreadable(Extent.DOCUMENT, place + "this is not JSON");
    }

    static String place(long line, long column) {
        return "line " + line + ", column " + column + ": ";
    }

    Extent extent() {
        return extent;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
