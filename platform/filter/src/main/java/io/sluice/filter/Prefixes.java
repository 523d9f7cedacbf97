package io.sluice.filter;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Programs by the text that an operand has to begin with: a trie of bytes, at most {@link #MAX_LENGTH} deep, which one walk
 * along the value goes down. A longer beginning is found by its first bytes, and its filter looks at the rest. Owned by one
 * thread.
 */
final class Prefixes {
    /** Bytes of a beginning that are in the trie; bounds its memory, which is one node for each. */
    static final int MAX_LENGTH = 32;

    private static final byte[] NO_LABELS = {};
    private static final Node[] NO_CHILDREN = {};

    private final Node root = new Node();

    private static final class Node {
        /** In order; child {@code i} is behind label {@code i}. */
        private byte[] labels = NO_LABELS;

        private Node[] children = NO_CHILDREN;
        private @Nullable Targets targets;

        @Nullable Node child(byte label) {
            int place = Arrays.binarySearch(labels, label);
            return place < 0 ? null : children[place];
        }

        Node childOrNew(byte label) {
            int place = Arrays.binarySearch(labels, label);
            if (place >= 0) {
                return children[place];
            }
            int at = -place - 1;
            byte[] moreLabels = Arrays.copyOf(labels, labels.length + 1);
            Node[] moreChildren = Arrays.copyOf(children, children.length + 1);
            System.arraycopy(labels, at, moreLabels, at + 1, labels.length - at);
            System.arraycopy(children, at, moreChildren, at + 1, children.length - at);
            Node child = new Node();
            moreLabels[at] = label;
            moreChildren[at] = child;
            labels = moreLabels;
            children = moreChildren;
            return child;
        }

        void forget(byte label) {
            int at = Arrays.binarySearch(labels, label);
            byte[] fewerLabels = Arrays.copyOf(labels, labels.length - 1);
            Node[] fewerChildren = Arrays.copyOf(children, children.length - 1);
            System.arraycopy(labels, at + 1, fewerLabels, at, fewerLabels.length - at);
            System.arraycopy(children, at + 1, fewerChildren, at, fewerChildren.length - at);
            labels = fewerLabels;
            children = fewerChildren;
        }

        boolean isUnused() {
            return targets == null && labels.length == 0;
        }
    }

    boolean isEmpty() {
        return root.labels.length == 0;
    }

    /** Adds a program under a beginning of 1 to {@link #MAX_LENGTH} bytes. */
    void add(Cell start, Program program) {
        byte[] bytes = start.bytes();
        Node node = root;
        for (int i = start.from(); i < start.to(); i++) {
            node = node.childOrNew(bytes[i]);
        }
        if (node.targets == null) {
            node.targets = new Targets();
        }
        node.targets.add(program);
    }

    void remove(Cell start, Program program) {
        remove(root, start, start.from(), program);
    }

    private static void remove(Node node, Cell start, int at, Program program) {
        if (at == start.to()) {
            Targets targets = node.targets;
            if (targets != null) {
                targets.remove(program);
                node.targets = targets.isEmpty() ? null : targets;
            }
            return;
        }
        byte label = start.bytes()[at];
        Node child = node.child(label);
        if (child != null) {
            remove(child, start, at + 1, program);
            if (child.isUnused()) {
                node.forget(label);
            }
        }
    }

    /** Adds the programs whose beginning the text has. */
    void find(Cell text, Targets found) {
        byte[] bytes = text.bytes();
        int end = text.to();
        Node node = root;
        for (int i = text.from(); i < end; i++) {
            node = node.child(bytes[i]);
            if (node == null) {
                return;
            }
            if (node.targets != null) {
                found.addAll(node.targets);
            }
        }
    }
}
