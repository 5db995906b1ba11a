-- The file notities.db, layout 1. A note is what never changes; each save adds a row to table versie and
-- changes none. Only erasing does: it wipes the words of every version of one note.
begin immediate;

create table if not exists notitie (
    id text primary key, -- unique everywhere, so that notes of two computers can stand in one file
    sv_id text not null, -- the samenwerkingsverband, as in table samenwerkingsverband of the warehouse
    soort text not null check (soort in ('opmerking', 'afspraak', 'toelichting')),
    figuur text -- the figure it is about; null is in general
);

create table if not exists versie (
    volgnummer integer primary key autoincrement, -- only grows: another number is another state of the whole file
    notitie_id text not null references notitie (id),
    versie integer not null check (versie >= 1),
    tekst text not null check (length(tekst) between 1 and 5000),
    wie text not null,
    wanneer text not null, -- ISO 8601, in UTC
    datum text, -- ISO 8601: by when an agreement holds, or when an explanation was given
    bron text, -- where an explanation comes from
    ingetrokken integer not null check (ingetrokken in (0, 1)),
    unique (notitie_id, versie)
);

-- Every version with its note: when the note was first written, and whether no later version followed.
create view if not exists geschiedenis as
select
    n.id, n.sv_id, n.soort, n.figuur, v.tekst, v.wie, v.wanneer, v.versie, v.datum, v.bron, v.ingetrokken,
    (select w.wanneer from versie w where w.notitie_id = n.id and w.versie = 1) as begonnen,
    not exists (select 1 from versie w where w.notitie_id = n.id and w.versie > v.versie) as nieuwste
from notitie n
join versie v on v.notitie_id = n.id;

pragma user_version = 1;

commit;
