package io.sluice.filter;

import org.jspecify.annotations.Nullable;

/**
 * Programs by the interval that an operand has to be in. All intervals are of one kind of value. Owned by one thread.
 *
 * <p>An interval tree (Cormen, Leiserson, Rivest and Stein, "Introduction to Algorithms", interval trees), kept in balance as
 * a treap (Seidel and Aragon, "Randomized search trees"): nodes are in order of where their intervals begin, each knows the
 * furthest end of all below it, and random priorities keep the depth logarithmic whatever comes in whatever order. A value is
 * looked for only where some end reaches it and some begin is not behind it: with n intervals of which k hold the value that
 * is O(log n + k log n) at worst, and adding or removing one is O(log n). Equal intervals share a node.
 */
final class Intervals {
    private @Nullable Node root;
    private int random = 0x9E3779B9;

    private static final class Node {
        private final Interval interval;
        private final int priority;
        private final Targets targets = new Targets();
        private @Nullable Node left;
        private @Nullable Node right;
        /** The furthest end of this node and those below; null: no end. */
        private Interval.@Nullable Bound furthest;

        Node(Interval interval, int priority) {
            this.interval = interval;
            this.priority = priority;
            this.furthest = interval.high();
        }

        Node settled() {
            furthest = interval.high();
            include(left);
            include(right);
            return this;
        }

        private void include(@Nullable Node child) {
            if (child != null && Interval.compareHigh(child.furthest, furthest) > 0) {
                furthest = child.furthest;
            }
        }
    }

    boolean isEmpty() {
        return root == null;
    }

    void add(Interval interval, Program program) {
        root = add(root, interval, program);
    }

    private Node add(@Nullable Node node, Interval interval, Program program) {
        if (node == null) {
            Node fresh = new Node(interval, nextRandom());
            fresh.targets.add(program);
            return fresh;
        }
        int order = interval.compareTo(node.interval);
        if (order == 0) {
            node.targets.add(program);
            return node;
        } else if (order < 0) {
            Node child = add(node.left, interval, program);
            node.left = child;
            return child.priority > node.priority ? rotateRight(node, child) : node.settled();
        }
        Node child = add(node.right, interval, program);
        node.right = child;
        return child.priority > node.priority ? rotateLeft(node, child) : node.settled();
    }

    void remove(Interval interval, Program program) {
        root = remove(root, interval, program);
    }

    private static @Nullable Node remove(@Nullable Node node, Interval interval, Program program) {
        if (node == null) {
            return null;
        }
        int order = interval.compareTo(node.interval);
        if (order < 0) {
            node.left = remove(node.left, interval, program);
        } else if (order > 0) {
            node.right = remove(node.right, interval, program);
        } else {
            node.targets.remove(program);
            if (node.targets.isEmpty()) {
                return merge(node.left, node.right);
            }
        }
        return node.settled();
    }

    /** One tree of two, all of the first being before the second. */
    private static @Nullable Node merge(@Nullable Node first, @Nullable Node second) {
        if (first == null || second == null) {
            return first == null ? second : first;
        } else if (first.priority > second.priority) {
            first.right = merge(first.right, second);
            return first.settled();
        }
        second.left = merge(first, second.left);
        return second.settled();
    }

    private static Node rotateRight(Node node, Node child) {
        node.left = child.right;
        child.right = node.settled();
        return child.settled();
    }

    private static Node rotateLeft(Node node, Node child) {
        node.right = child.left;
        child.left = node.settled();
        return child.settled();
    }

    /** Marsaglia's xorshift; the same in every set, as who names intervals does not see the priorities. */
    private int nextRandom() {
        random ^= random << 13;
        random ^= random >>> 17;
        random ^= random << 5;
        return random;
    }

    /** Adds the programs whose interval holds the value. */
    void find(Cell value, Targets found) {
        find(root, value, found);
    }

    private static void find(@Nullable Node from, Cell value, Targets found) {
        Node node = from;
        while (node != null && Interval.reaches(node.furthest, value)) {
            find(node.left, value, found);
            if (!node.interval.beginsBefore(value)) {
                return;
            }
            if (Interval.reaches(node.interval.high(), value)) {
                found.addAll(node.targets);
            }
            node = node.right;
        }
    }
}
