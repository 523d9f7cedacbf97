package io.sluice.stream.intake;

import io.sluice.runtime.Network;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which hosts sources may reach: those on the public internet, and what the configuration allows besides. Everything that is private
 * or special is refused, also when it is wrapped into an IPv6 address (mapped, NAT64, 6to4, Teredo), because whoever registers a
 * source could otherwise read what only this machine can reach. Immutable; any thread.
 *
 * <p>Whoever connects must use the very addresses that {@link #check} gave: a second look-up may give others.
 */
public final class AddressRules {
    /** IANA's registries of special-purpose addresses, as far as they are not for everybody. */
    private static final List<Network> SPECIAL = networks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "::/96",
            "64:ff9b:1::/48",
            "100::/64",
            "2001::/23",
            "2001:db8::/32",
            "3fff::/20",
            "5f00::/16",
            "fc00::/7",
            "fe80::/10",
            "fec0::/10",
            "ff00::/8");
    /** The metadata service of a cloud, where it is not a link-local address. */
    private static final List<Network> METADATA =
            networks("100.100.100.200/32", "168.63.129.16/32", "fd00:ec2::254/128");

    private static final Network NAT64 = Network.of("64:ff9b::/96");
    private static final Network SIX_TO_FOUR = Network.of("2002::/16");
    private static final Pattern HOST = Pattern.compile("[a-z0-9_]([a-z0-9_.-]{0,253})");

    private final List<Network> allowed;
    private final Set<String> allowedNames;
    private final Resolver resolver;

    private AddressRules(List<Network> allowed, Set<String> allowedNames, Resolver resolver) {
        this.allowed = List.copyOf(allowed);
        this.allowedNames = Set.copyOf(allowedNames);
        this.resolver = resolver;
    }

    /** Finds the addresses of a name. */
    public interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /**
     * @param allow address ranges ({@code 10.1.0.0/16}), single addresses and names of hosts
     * @throws IllegalArgumentException if one of them is none of these
     */
    public static AddressRules of(List<String> allow) {
        return of(allow, InetAddress::getAllByName);
    }

    /** @param resolver asked once for each {@link #check} */
    public static AddressRules of(List<String> allow, Resolver resolver) {
        List<Network> networks = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String entry : allow) {
            if (Network.isLiteral(entry)) {
                networks.add(Network.of(entry));
            } else if (HOST.matcher(normal(entry)).matches()) {
                names.add(normal(entry));
            } else {
                throw new IllegalArgumentException(
                        "expected an address range such as 10.1.0.0/16, or the name of a host");
            }
        }
        return new AddressRules(networks, names, resolver);
    }

    /** Whether {@link #of} takes it. */
    public static boolean isEntry(String entry) {
        try {
            of(List.of(entry));
            return true;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    /**
     * Resolves a host and leaves out what may not be reached.
     *
     * @return at least one address
     * @throws SourceFault if none may be reached, or there is no such host
     */
    public InetAddress[] check(String host) throws SourceFault {
        InetAddress[] fit = Arrays.stream(resolve(host))
                .filter(address -> allows(host, address))
                .toArray(InetAddress[]::new);
        if (fit.length == 0) {
            throw refused(host);
        }
        return fit;
    }

    /**
     * For clients that look a host up themselves and try whatever they find: not one of its addresses may be refused.
     *
     * @throws SourceFault if one may not be reached, or there is no such host
     */
    public void checkAll(String host) throws SourceFault {
        InetAddress[] found = resolve(host);
        if (found.length == 0 || !Arrays.stream(found).allMatch(address -> allows(host, address))) {
            throw refused(host);
        }
    }

    private InetAddress[] resolve(String host) throws SourceFault {
        try {
            return resolver.resolve(bare(host));
        } catch (UnknownHostException unknown) {
            throw SourceFault.passing("No address was found for the host \"" + host + "\".");
        }
    }

    private static SourceFault refused(String host) {
        return SourceFault.lasting(
                "The host \"" + host
                        + "\" is in a private or special network, which sources may not reach; an operator can allow it (sources.allow).");
    }

    /** @param host under whose name the address was found */
    public boolean allows(String host, InetAddress address) {
        if (allowedNames.contains(normal(host)) || in(allowed, address)) {
            return true;
        }
        if (in(METADATA, address) || in(SPECIAL, address)) {
            return false;
        }
        InetAddress inner = embedded(address);
        return inner == null || allows(host, inner);
    }

    /** The IPv4 address that packets to an IPv6 address end up at; null when there is none. */
    private static @Nullable InetAddress embedded(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return null;
        }
        byte[] bytes = address.getAddress();
        if (NAT64.contains(address)) {
            return Network.address(Arrays.copyOfRange(bytes, 12, 16));
        }
        return SIX_TO_FOUR.contains(address) ? Network.address(Arrays.copyOfRange(bytes, 2, 6)) : null;
    }

    private static boolean in(List<Network> networks, InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    private static List<Network> networks(String... texts) {
        return Arrays.stream(texts).map(Network::of).toList();
    }

    private static String normal(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** A literal IPv6 address in a URI stands in brackets. */
    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
