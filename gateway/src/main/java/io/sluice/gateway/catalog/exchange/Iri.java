package io.sluice.gateway.catalog.exchange;

/** The vocabularies. */
final class Iri {
    static final String DCAT = "http://www.w3.org/ns/dcat#";
    static final String DCT = "http://purl.org/dc/terms/";
    static final String FOAF = "http://xmlns.com/foaf/0.1/";
    static final String VCARD = "http://www.w3.org/2006/vcard/ns#";
    static final String SKOS = "http://www.w3.org/2004/02/skos/core#";
    static final String ADMS = "http://www.w3.org/ns/adms#";
    static final String RDFS = "http://www.w3.org/2000/01/rdf-schema#";
    static final String XSD = "http://www.w3.org/2001/XMLSchema#";
    static final String GEO = "http://www.opengis.net/ont/geosparql#";
    static final String SCHEMA = "http://schema.org/";
    /** Ours, for what no vocabulary has: free metadata as a JSON literal. */
    static final String SLUICE = "urn:sluice:";

    static final String SPDX = "https://spdx.org/licenses/";
    static final String DOI = "https://doi.org/";

    private Iri() {}
}
