-- What is kept of each delivery until all are read; settle.sql turns it into the tables of the contract.
-- Rows go straight into table dossier: a second copy of millions of rows would cost memory for nothing.
create temp table ingelezen (
    levering_id text not null,
    bestand text not null,
    pad text not null,
    titel text not null,
    bron text not null,
    licentie text not null,
    toelichting text,
    sha256 text not null,
    peildatum date not null,
    ontvangen_op date not null,
    status text not null,
    demo boolean not null,
    periode_van date,
    periode_tot date,
    gelezen bigint not null,
    geweigerd bigint not null,
    test bigint not null,
    voetregel bigint not null,
    codering text not null,
    scheidingsteken text,
    weggelaten_kolommen text not null
);
create temp table afgekeurd (levering_id text, regel bigint, kolom text, code text, zin text);
create temp table gemerkt (levering_id text, regel bigint, kolom text, code text);
