package io.sluice.deploy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.stream.Stream;

/** What the Maven scopes enforce, said aloud; and what they cannot. */
@AnalyzeClasses(packages = "io.sluice", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] EVERYWHERE = {"java..", "org.jspecify.annotations..", "org.slf4j.."};

    @ArchTest
    static final ArchRule services_meet_on_the_bus_and_only_deploy_sees_them = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("contract")
            .definedBy("io.sluice.contract..")
            .layer("filter")
            .definedBy("io.sluice.filter..")
            .layer("runtime")
            .definedBy("io.sluice.runtime..")
            .layer("embedded")
            .definedBy("io.sluice.embedded..")
            .layer("catalog")
            .definedBy("io.sluice.catalog..")
            .layer("stream")
            .definedBy("io.sluice.stream..")
            .layer("gateway")
            .definedBy("io.sluice.gateway..")
            .layer("deploy")
            .definedBy("io.sluice.deploy..")
            .whereLayer("deploy")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("catalog")
            .mayOnlyBeAccessedByLayers("deploy")
            .whereLayer("stream")
            .mayOnlyBeAccessedByLayers("deploy")
            .whereLayer("gateway")
            .mayOnlyBeAccessedByLayers("deploy")
            .whereLayer("embedded")
            .mayOnlyBeAccessedByLayers("deploy")
            .whereLayer("filter")
            .mayOnlyBeAccessedByLayers("catalog", "stream", "gateway")
            .whereLayer("runtime")
            .mayOnlyBeAccessedByLayers("catalog", "stream", "gateway", "deploy");

    @ArchTest
    static final ArchRule the_contract_stands_on_almost_nothing = classes()
            .that()
            .resideInAPackage("io.sluice.contract..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(with(
                    "io.sluice.contract..",
                    "io.sluice.rights..",
                    "io.vertx.core..",
                    "com.fasterxml.jackson.annotation.."));

    @ArchTest
    static final ArchRule the_filter_is_plain_java = classes()
            .that()
            .resideInAPackage("io.sluice.filter..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    with("io.sluice.filter..", "com.fasterxml.jackson.core..", "com.google.re2j..", "javax.crypto.."));

    @ArchTest
    static final ArchRule rights_are_plain_java = classes()
            .that()
            .resideInAPackage("io.sluice.rights..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(with("io.sluice.rights.."));

    @ArchTest
    static final ArchRule queries_are_plain_java = classes()
            .that()
            .resideInAPackage("io.sluice.query..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(with(
                    "io.sluice.query..", "io.sluice.filter..", "com.dynatrace.hash4j..", "com.tdunning.math.stats.."));

    @ArchTest
    static final ArchRule the_runtime_knows_no_service_and_no_broker = noClasses()
            .that()
            .resideInAPackage("io.sluice.runtime..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..", "io.vertx.kafka..", "io.vertx.pgclient..", "io.vertx.sqlclient..");

    @ArchTest
    static final ArchRule only_the_embedded_broker_is_made_of_a_broker = noClasses()
            .that()
            .resideOutsideOfPackage("io.sluice.embedded..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("kafka..", "org.apache.kafka.server..", "org.apache.kafka.metadata..", "io.zonky..");

    @ArchTest
    static final ArchRule features_of_a_module_do_not_depend_on_each_other_in_circles =
            slices().matching("io.sluice.(*).(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule only_deploy_prints_and_exits = noClasses()
            .that()
            .resideOutsideOfPackages("io.sluice.deploy..", "io.sluice.bench..")
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    private static String[] with(String... packages) {
        return Stream.concat(Arrays.stream(EVERYWHERE), Arrays.stream(packages)).toArray(String[]::new);
    }
}
