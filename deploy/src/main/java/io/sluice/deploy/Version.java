package io.sluice.deploy;

import picocli.CommandLine.IVersionProvider;

/** The version of the build, from the manifest of the jar. */
final class Version implements IVersionProvider {

    static String number() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "(built from classes)" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"Sluice " + number(), "Java " + Runtime.version()};
    }
}
