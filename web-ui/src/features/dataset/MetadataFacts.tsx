import type { ReactNode } from 'react';
import { areaText, type Contact, type Metadata, periodText } from '../../protocol/metadata';
import { doiHref, webHref } from '../../protocol/source';

/** A term and what is said about it; nothing where there is nothing to say. */
export function Fact({ term, children }: { term: string; children: ReactNode }) {
  if (children === null || children === undefined || children === '') return null;
  return (
    <>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** A link where it may be one, else the address as text. */
export function Address({ address }: { address: string }) {
  const href = webHref(address);
  if (href === undefined) return <span className="mono">{address}</span>;
  return (
    <a href={href} target="_blank" rel="noreferrer">
      {address}
    </a>
  );
}

/** What a citation needs, and what it is about. */
export function MetadataFacts({ metadata }: { metadata: Metadata }) {
  return (
    <>
      <Reference metadata={metadata} />
      <Coverage metadata={metadata} />
      <Contacts metadata={metadata} />
    </>
  );
}

/** Where it is found for good. */
export function Reference({ metadata: { doi, homepage } }: { metadata: Metadata }) {
  return (
    <>
      <Fact term="DOI">
        {doi === undefined ? null : (
          <a href={doiHref(doi)} target="_blank" rel="noreferrer">
            {doi}
          </a>
        )}
      </Fact>
      <Fact term="Home page">{homepage === undefined ? null : <Address address={homepage} />}</Fact>
    </>
  );
}

/** Which time and which part of the world it is about. */
function Coverage({ metadata: { temporal, spatial } }: { metadata: Metadata }) {
  return (
    <>
      <Fact term="Period">{temporal === undefined ? null : periodText(temporal)}</Fact>
      {spatial === undefined ? null : (
        <Fact term="Area">
          {spatial.place === undefined ? null : <div>{spatial.place}</div>}
          <span className="num">{areaText(spatial)}</span>
        </Fact>
      )}
    </>
  );
}

/** Whom to name and whom to ask. */
export function Contacts({ metadata: { contacts = [] } }: { metadata: Metadata }) {
  if (contacts.length === 0) return null;
  return (
    <Fact term={contacts.length === 1 ? 'Contact' : 'Contacts'}>
      {contacts.map((contact) => (
        <Person key={`${contact.name} ${contact.role ?? ''} ${contact.email ?? ''}`} contact={contact} />
      ))}
    </Fact>
  );
}

function Person({ contact: { name, email, organization, role } }: { contact: Contact }) {
  const beside = [role?.replaceAll('_', ' '), organization].filter(Boolean).join(', ');
  return (
    <div>
      {email === undefined ? name : <a href={`mailto:${encodeURIComponent(email)}`}>{name}</a>}
      {beside === '' ? null : <span className="small dim"> {beside}</span>}
    </div>
  );
}
