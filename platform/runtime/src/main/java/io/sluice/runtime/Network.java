package io.sluice.runtime;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/** A range of IP addresses, as in {@code 10.0.0.0/8}; one address without a length. */
public record Network(InetAddress base, int bits) {
    private static final int IPV6_BYTES = 16;

    /** Nothing that would have to be looked up. */
    private static final Pattern LITERAL =
            Pattern.compile("(\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F]*:[0-9a-fA-F:.]*)(/\\d{1,3})?");

    public static boolean isLiteral(String text) {
        return LITERAL.matcher(text).matches();
    }

    /** Whether {@link #of} takes it. */
    public static boolean isNetwork(String text) {
        try {
            of(text);
            return true;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    /** @throws IllegalArgumentException if the text is not of this form */
    public static Network of(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        try {
            if (!isLiteral(text)) {
                throw new IllegalArgumentException("expected an address range such as 10.1.0.0/16");
            }
            InetAddress base = InetAddress.getByName(address);
            int most = base.getAddress().length * Byte.SIZE;
            int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
            if (bits > most) {
                throw new IllegalArgumentException("expected at most " + most + " bits");
            }
            return new Network(base, bits);
        } catch (UnknownHostException malformed) {
            throw new IllegalArgumentException("expected an address range such as 10.1.0.0/16", malformed);
        }
    }

    /** @param bytes 4 or 16 of them; 16 that map an IPv4 address give that address */
    public static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes", impossible);
        }
    }

    /**
     * What one subscriber of a provider has for itself: of IPv6 a network of 64 bits, whose addresses cost nothing; of IPv4 the address.
     *
     * @param address as numbers; what is none is given back as it is
     */
    public static String ofSubscriber(String address) {
        if (!isLiteral(address) || address.indexOf('/') >= 0) {
            return address;
        }
        byte[] bytes = of(address).base().getAddress();
        if (bytes.length != IPV6_BYTES) {
            return address;
        }
        Arrays.fill(bytes, IPV6_BYTES / 2, IPV6_BYTES, (byte) 0);
        return address(bytes).getHostAddress() + "/64";
    }

    public boolean contains(InetAddress address) {
        byte[] mine = base.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (mine[i] != other[i]) {
                return false;
            }
        }
        int rest = bits % Byte.SIZE;
        return rest == 0 || ((mine[whole] ^ other[whole]) & (0xff << (Byte.SIZE - rest)) & 0xff) == 0;
    }
}
