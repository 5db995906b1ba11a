-- The contract between etl (writes) and queries (reads): tables, types, keys and what every column means.
-- Conventions: dates are calendar days; null is 'unknown', 0 is 'counted and none'; ids are lower-case words.
-- Keys of the two big registration tables are checked by the build instead of indexed: an index over
-- ten million rows would not fit the memory the build may use.

-- ------------------------------------------------------------------ the build and its inputs

create table bouw (
    data_versie text primary key,
    invoer_hash text not null,
    gebouwd_op timestamp not null,
    gegevens_tot date,
    demo boolean not null
);
comment on table bouw is 'Eén rij: welke gegevens in dit bestand zitten en wanneer het gemaakt is.';
comment on column bouw.data_versie is 'Eerste 12 tekens van een hash over de inhoud van alle ingelezen bestanden; dezelfde bestanden geven dezelfde versie.';
comment on column bouw.invoer_hash is 'Hash over de inhoud van alle invoer en van de code van de bouw; verandert die, dan is opnieuw bouwen nodig.';
comment on column bouw.gebouwd_op is 'Tijdstip van de bouw (UTC).';
comment on column bouw.gegevens_tot is 'Laatste peildatum van de geladen registraties; leeg zonder registraties.';
comment on column bouw.demo is 'Waar zodra minstens één geladen levering uit de demogegevens komt.';

create table document (
    document_id text primary key,
    titel text not null,
    soort text not null,
    datum date,
    datum_tekst text not null,
    auteur text,
    url text,
    toelichting text
);
comment on table document is 'De bronnen waaruit feiten en kanttekeningen komen.';
comment on column document.document_id is 'Korte sleutel van het document.';
comment on column document.titel is 'Titel zoals op het document.';
comment on column document.soort is 'Schriftelijke vraag, evaluatienota, jaarverslag, databestand, webpagina of rapport.';
comment on column document.datum is 'Datum van het document; leeg als die niet op het document staat.';
comment on column document.datum_tekst is 'De datum in woorden, met hoe die bepaald is als ze afgeleid is.';
comment on column document.auteur is 'Vraagsteller en minister, of de instantie.';
comment on column document.url is 'Openbaar adres, als dat bekend is.';
comment on column document.toelichting is 'Wat een lezer van dit document moet weten.';

create table bestand (
    bestand text primary key,
    soort text not null,
    titel text not null,
    document_id text references document (document_id),
    bron text not null,
    datum date,
    ontvangen_op date,
    status text not null,
    licentie text not null,
    toelichting text,
    rijen bigint not null,
    sha256 text not null
);
comment on table bestand is 'Elk ingelezen bestand, met wat zijn begeleidend bestand (.yml) ervan zegt.';
comment on column bestand.bestand is 'Pad binnen de map met ruwe gegevens.';
comment on column bestand.soort is 'feiten, registratie of geografie.';
comment on column bestand.titel is 'Wat erin staat.';
comment on column bestand.document_id is 'Het brondocument; leeg als er meer dan één is.';
comment on column bestand.bron is 'De bron in woorden, zoals ze onder een figuur staat.';
comment on column bestand.datum is 'Datum waarop de inhoud geldt.';
comment on column bestand.ontvangen_op is 'Dag waarop het bestand binnenkwam.';
comment on column bestand.status is 'officieel, voorlopig, nader voorlopig, definitief of demo.';
comment on column bestand.licentie is 'Onder welke voorwaarden de gegevens gebruikt mogen worden.';
comment on column bestand.toelichting is 'Hoe de gegevens in dit bestand kwamen.';
comment on column bestand.rijen is 'Aantal rijen met gegevens, zonder de kop.';
comment on column bestand.sha256 is 'Controlegetal van de inhoud.';

-- ------------------------------------------------------------------ the partnerships

create table samenwerkingsverband (
    sv_id text primary key,
    naam text not null unique,
    provincie text not null,
    golf text not null,
    document_id text not null references document (document_id),
    volgorde smallint not null unique
);
comment on table samenwerkingsverband is 'De 16 samenwerkingsverbanden sinds 1 januari 2021.';
comment on column samenwerkingsverband.sv_id is 'Vaste sleutel.';
comment on column samenwerkingsverband.naam is 'Naam zoals in het antwoord op schriftelijke vraag 190 (2020), met herstelde spaties.';
comment on column samenwerkingsverband.provincie is 'Provincie, of Brussels Hoofdstedelijk Gewest.';
comment on column samenwerkingsverband.golf is 'Golf van de oproep van 2020: eerste golf, tweede golf of nvt.';
comment on column samenwerkingsverband.document_id is 'Waar naam, provincie en golf staan.';
comment on column samenwerkingsverband.volgorde is 'Alfabetische volgorde op naam, zonder onderscheid van hoofdletters; de enige volgorde waarin lijsten standaard staan.';

create table voorganger (
    voorganger_id text primary key,
    naam text not null unique,
    document_id text not null references document (document_id),
    volgorde smallint not null unique
);
comment on table voorganger is 'De 15 samenwerkingsverbanden van 2018 tot en met 2020.';
comment on column voorganger.voorganger_id is 'Vaste sleutel, begint met v-.';
comment on column voorganger.naam is 'Naam in de personeelstabel van de evaluatienota van 2020.';
comment on column voorganger.document_id is 'Waar de naam staat.';
comment on column voorganger.volgorde is 'Volgorde in de personeelstabel van de evaluatienota.';

create table naamvariant (
    naam text not null,
    document_id text not null references document (document_id),
    sv_id text references samenwerkingsverband (sv_id),
    voorganger_id text references voorganger (voorganger_id),
    vindplaats text not null,
    soort text not null,
    toelichting text,
    primary key (naam, document_id, vindplaats)
);
comment on table naamvariant is 'Elke schrijfwijze van een samenwerkingsverband in elk document, ook met scanfouten.';
comment on column naamvariant.naam is 'De schrijfwijze, letterlijk.';
comment on column naamvariant.document_id is 'Het document.';
comment on column naamvariant.sv_id is 'Het huidige samenwerkingsverband dat bedoeld is; leeg als het om een voorganger gaat.';
comment on column naamvariant.voorganger_id is 'De voorganger die bedoeld is; leeg als het om een huidig samenwerkingsverband gaat.';
comment on column naamvariant.vindplaats is 'Regel of tabel in het document.';
comment on column naamvariant.soort is 'naam, aanduiding (regio in plaats van naam) of scanfout.';
comment on column naamvariant.toelichting is 'Waarom de schrijfwijze bij dit samenwerkingsverband hoort, als dat niet vanzelf spreekt.';

create table herkomst (
    herkomst_id text primary key,
    voorganger_id text references voorganger (voorganger_id),
    sv_id text not null references samenwerkingsverband (sv_id),
    relatie text not null,
    zekerheid text not null,
    bewijs text not null
);
comment on table herkomst is 'Van 15 naar 16: welk samenwerkingsverband uit welk ontstond. Nooit bedoeld om oude cijfers op te tellen: de grenzen van voor 2021 zijn niet bekend.';
comment on column herkomst.herkomst_id is 'Vaste sleutel.';
comment on column herkomst.voorganger_id is 'De voorganger; leeg bij een nieuw samenwerkingsverband.';
comment on column herkomst.sv_id is 'Het huidige samenwerkingsverband.';
comment on column herkomst.relatie is 'ongewijzigd, voortgezet, uitgebreid, uitgebreid en hernoemd, samengevoegd of nieuw.';
comment on column herkomst.zekerheid is 'hoog, middelhoog of middel.';
comment on column herkomst.bewijs is 'Waarop de relatie steunt, met document.';

create table elz (
    elz_id text primary key,
    naam text not null unique,
    naam_gedrukt text not null,
    sv_id text not null references samenwerkingsverband (sv_id),
    document_id text not null references document (document_id)
);
comment on table elz is 'De 60 eerstelijnszones, elk in één werkingsgebied.';
comment on column elz.elz_id is 'Vaste sleutel.';
comment on column elz.naam is 'Naam met herstelde spelling.';
comment on column elz.naam_gedrukt is 'Naam zoals gedrukt in het antwoord op schriftelijke vraag 190 (2020).';
comment on column elz.sv_id is 'Het samenwerkingsverband waarvan de zone deel uitmaakt.';
comment on column elz.document_id is 'Waar dit staat.';

create table organisatiemodel (
    model_id text primary key,
    soort text not null,
    naam text not null,
    omschrijving text not null,
    document_id text not null references document (document_id),
    vindplaats text not null
);
comment on table organisatiemodel is 'De drie modellen voor de inzet van de middelen en de drie modellen voor de eerstelijnspsychologische functie.';
comment on column organisatiemodel.model_id is 'Vaste sleutel.';
comment on column organisatiemodel.soort is 'organisatie of elp.';
comment on column organisatiemodel.naam is 'Korte naam.';
comment on column organisatiemodel.omschrijving is 'Omschrijving uit het document.';
comment on column organisatiemodel.document_id is 'Waar dit staat.';
comment on column organisatiemodel.vindplaats is 'Regels in het document.';

create table voorganger_model (
    voorganger_id text not null references voorganger (voorganger_id),
    model_id text not null references organisatiemodel (model_id),
    zekerheid text not null,
    toelichting text not null,
    primary key (voorganger_id, model_id)
);
comment on table voorganger_model is 'Welke voorganger in het document bij een model genoemd wordt; wie er niet bij staat, is niet toegewezen.';
comment on column voorganger_model.voorganger_id is 'De voorganger.';
comment on column voorganger_model.model_id is 'Het model.';
comment on column voorganger_model.zekerheid is 'gepubliceerd (bij naam genoemd) of afgeleid.';
comment on column voorganger_model.toelichting is 'De woorden waarop dit steunt.';

-- ------------------------------------------------------------------ published facts

create table oproep (
    oproep_id text primary key,
    datum date not null,
    titel text not null,
    bedrag_euro bigint not null,
    bedrag_soort text not null,
    aantal_samenwerkingsverbanden smallint not null,
    verdeelsleutel text not null,
    document_id text not null references document (document_id),
    vindplaats text not null
);
comment on table oproep is 'De oproepen van 2017 en 2020.';
comment on column oproep.oproep_id is 'Vaste sleutel.';
comment on column oproep.datum is 'Datum van de rondzendbrief.';
comment on column oproep.titel is 'Titel van de rondzendbrief.';
comment on column oproep.bedrag_euro is 'Bedrag in euro.';
comment on column oproep.bedrag_soort is 'totaal of toegevoegd.';
comment on column oproep.aantal_samenwerkingsverbanden is 'Aantal samenwerkingsverbanden na de oproep.';
comment on column oproep.verdeelsleutel is 'Hoe het bedrag verdeeld werd.';
comment on column oproep.document_id is 'Waar dit staat.';
comment on column oproep.vindplaats is 'Regels in het document.';

create table budget (
    sv_id text primary key references samenwerkingsverband (sv_id),
    peildatum date not null,
    bedrag_euro bigint not null,
    naam_gedrukt text not null,
    document_id text not null references document (document_id),
    vindplaats text not null
);
comment on table budget is 'Toegekend budget per samenwerkingsverband op 1 januari 2021.';
comment on column budget.sv_id is 'Het samenwerkingsverband.';
comment on column budget.peildatum is 'Datum waarop het bedrag geldt.';
comment on column budget.bedrag_euro is 'Bedrag in euro.';
comment on column budget.naam_gedrukt is 'Naam zoals gedrukt in de tabel.';
comment on column budget.document_id is 'Waar dit staat.';
comment on column budget.vindplaats is 'Regel in het document.';

create table budget_2017 (
    voorganger_id text primary key references voorganger (voorganger_id),
    bedrag_euro bigint not null,
    precisie text not null,
    document_id text not null references document (document_id),
    vindplaats text not null,
    toelichting text
);
comment on table budget_2017 is 'Bedrag per voorganger onder de oproep van 2017; enkel als context, niet als beginpunt van een evolutie.';
comment on column budget_2017.voorganger_id is 'De voorganger.';
comment on column budget_2017.bedrag_euro is 'Bedrag in euro.';
comment on column budget_2017.precisie is 'nominaal (één miljoen voor elk) of gepubliceerd (eigen bedrag).';
comment on column budget_2017.document_id is 'Waar dit staat.';
comment on column budget_2017.vindplaats is 'Regels in het document.';
comment on column budget_2017.toelichting is 'Wat bij dit bedrag hoort te weten.';

create table vte (
    vte_id text primary key,
    voorganger_id text not null references voorganger (voorganger_id),
    onderdeel text not null,
    functie text not null,
    label text not null,
    vte decimal(6, 2),
    precisie text not null,
    in_totaal boolean not null,
    document_id text not null references document (document_id),
    vindplaats text not null,
    toelichting text
);
comment on table vte is 'Voltijdse equivalenten (VTE) per voorganger en functie, voorjaar 2020. Eén rij per genoemd getal.';
comment on column vte.vte_id is 'Vaste sleutel.';
comment on column vte.voorganger_id is 'De voorganger.';
comment on column vte.onderdeel is 'team, reguliere uitbreiding of uitbreidingsmiddelen.';
comment on column vte.functie is 'totaal, coördinatie, gezinsbegeleiding, ELP, vrijwilligerscoach, contextbegeleiding, mobiele ondersteuning VAPH, begeleiding CGG of ervaringsgerichte begeleiding.';
comment on column vte.label is 'Het woord dat het document voor de functie gebruikt.';
comment on column vte.vte is 'Aantal VTE; leeg als het document er geen geeft.';
comment on column vte.precisie is 'gepubliceerd, ongeveer, afgeleid of niet gepubliceerd.';
comment on column vte.in_totaal is 'Waar voor de rijen die samen het gepubliceerde totaal van 208,79 geven.';
comment on column vte.document_id is 'Waar dit staat.';
comment on column vte.vindplaats is 'Regels in het document.';
comment on column vte.toelichting is 'Redenering bij een afgeleid of onzeker getal.';

create table voorganger_gebied (
    voorganger_id text primary key references voorganger (voorganger_id),
    sv_id text not null references samenwerkingsverband (sv_id),
    zekerheid text not null,
    toelichting text not null
);
comment on table voorganger_gebied is 'Voorgangers waarvan het gebied bekend is omdat het met een huidig werkingsgebied samenvalt. Van de andere voorgangers is het gebied niet bekend.';
comment on column voorganger_gebied.voorganger_id is 'De voorganger.';
comment on column voorganger_gebied.sv_id is 'Het huidige samenwerkingsverband met hetzelfde gebied.';
comment on column voorganger_gebied.zekerheid is 'hoog of waarschijnlijk.';
comment on column voorganger_gebied.toelichting is 'Waarop dit steunt.';

create table gepubliceerd_cijfer (
    cijfer_id text primary key,
    maat text not null,
    gebied_soort text not null,
    gebied text not null,
    van date,
    tot date,
    periode_tekst text not null,
    waarde decimal(14, 2),
    eenheid text not null,
    precisie text not null,
    document_id text not null references document (document_id),
    vindplaats text not null,
    citaat text,
    toelichting text
);
comment on table gepubliceerd_cijfer is 'Losse cijfers uit de documenten: jaartotalen van aanmeldingen, inwoners, partners, doelen.';
comment on column gepubliceerd_cijfer.cijfer_id is 'Vaste sleutel.';
comment on column gepubliceerd_cijfer.maat is 'aanmeldingen, inwoners, partners, partners_met_middelen, vte_totaal, doel_begeleidingen of inwoners_bereik.';
comment on column gepubliceerd_cijfer.gebied_soort is 'vlaanderen, samenwerkingsverband of voorganger.';
comment on column gepubliceerd_cijfer.gebied is 'Sleutel van het gebied, of vlaanderen-brussel, vlaanderen, alle-voorgangers.';
comment on column gepubliceerd_cijfer.van is 'Eerste dag van de periode; leeg als onbekend.';
comment on column gepubliceerd_cijfer.tot is 'Laatste dag van de periode; leeg als onbekend.';
comment on column gepubliceerd_cijfer.periode_tekst is 'De periode in woorden.';
comment on column gepubliceerd_cijfer.waarde is 'De waarde; leeg als het document er geen geeft.';
comment on column gepubliceerd_cijfer.eenheid is 'Waarvan het een aantal is.';
comment on column gepubliceerd_cijfer.precisie is 'gepubliceerd, ongeveer of afgeleid.';
comment on column gepubliceerd_cijfer.document_id is 'Waar dit staat.';
comment on column gepubliceerd_cijfer.vindplaats is 'Regels in het document.';
comment on column gepubliceerd_cijfer.citaat is 'De letterlijke woorden.';
comment on column gepubliceerd_cijfer.toelichting is 'Wat bij dit cijfer hoort te weten.';

create table kanttekening (
    kanttekening_id text primary key,
    ernst text not null,
    van date,
    tot date,
    alle_maten boolean not null,
    alle_gebieden boolean not null,
    kort text not null,
    citaat text not null,
    document_id text not null references document (document_id),
    vindplaats text not null,
    volgorde smallint not null unique
);
comment on table kanttekening is 'Wat bij een cijfer hoort te staan: voor welke maten, gebieden en periode, en hoe zwaar het weegt.';
comment on column kanttekening.kanttekening_id is 'Vaste sleutel: C1 tot C24 letterlijk uit de documenten, P1 en verder uit andere bronnen.';
comment on column kanttekening.ernst is 'blokkerend (geen vergelijking), waarschuwing (vergelijking met voorbehoud) of info.';
comment on column kanttekening.van is 'Eerste dag waarvoor ze geldt; leeg is zonder begin.';
comment on column kanttekening.tot is 'Laatste dag waarvoor ze geldt; leeg is zonder einde.';
comment on column kanttekening.alle_maten is 'Waar als ze voor elke maat geldt.';
comment on column kanttekening.alle_gebieden is 'Waar als ze voor elk gebied geldt.';
comment on column kanttekening.kort is 'Eén zin in gewone taal, voor onder een figuur.';
comment on column kanttekening.citaat is 'De letterlijke tekst van de bron.';
comment on column kanttekening.document_id is 'Het document.';
comment on column kanttekening.vindplaats is 'Regels in het document.';
comment on column kanttekening.volgorde is 'Volgorde in lijsten.';

create table kanttekening_maat (
    kanttekening_id text not null references kanttekening (kanttekening_id),
    maat text not null,
    primary key (kanttekening_id, maat)
);
comment on table kanttekening_maat is 'Voor welke maten een kanttekening geldt.';
comment on column kanttekening_maat.kanttekening_id is 'De kanttekening.';
comment on column kanttekening_maat.maat is 'De maat (sleutel in de kop van een vraag in queries/).';

create table kanttekening_gebied (
    kanttekening_id text not null references kanttekening (kanttekening_id),
    gebied text not null,
    primary key (kanttekening_id, gebied)
);
comment on table kanttekening_gebied is 'Voor welke gebieden een kanttekening geldt.';
comment on column kanttekening_gebied.kanttekening_id is 'De kanttekening.';
comment on column kanttekening_gebied.gebied is 'Sleutel van een samenwerkingsverband of een voorganger.';

create table breuk (
    breuk_id text primary key,
    datum date not null,
    titel text not null,
    ernst text not null,
    alle_maten boolean not null,
    tekst text not null,
    document_id text not null references document (document_id),
    vindplaats text not null
);
comment on table breuk is 'Een dag waarop de betekenis van de cijfers veranderde. Over een blokkerende breuk wordt niets vergeleken.';
comment on column breuk.breuk_id is 'Vaste sleutel.';
comment on column breuk.datum is 'Eerste dag van de nieuwe toestand.';
comment on column breuk.titel is 'Enkele woorden, voor in een grafiek.';
comment on column breuk.ernst is 'blokkerend of waarschuwing.';
comment on column breuk.alle_maten is 'Waar als de breuk voor elke maat geldt.';
comment on column breuk.tekst is 'Wat er veranderde en wat dat met de cijfers doet.';
comment on column breuk.document_id is 'Het document.';
comment on column breuk.vindplaats is 'Regels in het document.';

create table breuk_maat (
    breuk_id text not null references breuk (breuk_id),
    maat text not null,
    primary key (breuk_id, maat)
);
comment on table breuk_maat is 'Voor welke maten een breuk geldt.';
comment on column breuk_maat.breuk_id is 'De breuk.';
comment on column breuk_maat.maat is 'De maat.';

create table formulering (
    formulering_id text primary key,
    formulering text not null,
    citaat text not null,
    mogelijk text not null,
    document_id text not null references document (document_id),
    vindplaats text not null,
    volgorde smallint not null unique
);
comment on table formulering is 'Hoe de bronnen zeggen wat binnen de maand moet gebeuren: vijf werkwoorden, geen enkel met een definitie.';
comment on column formulering.formulering_id is 'Vaste sleutel.';
comment on column formulering.formulering is 'Het woord dat de bron gebruikt; in verschillende documenten kan het hetzelfde zijn.';
comment on column formulering.citaat is 'De letterlijke tekst van de bron.';
comment on column formulering.mogelijk is 'Welke gebeurtenis in de registratie het kan zijn, volgens deze monitor; de bron zegt het niet.';
comment on column formulering.document_id is 'Het document.';
comment on column formulering.vindplaats is 'Regels in het document.';
comment on column formulering.volgorde is 'Volgorde in lijsten.';

create table datanota (
    nota_id text primary key,
    maat text not null,
    titel text not null,
    tekst text not null,
    document_id text not null references document (document_id),
    vindplaats text not null
);
comment on table datanota is 'Tegenstrijdigheden in en tussen de bronnen, zoals gevonden en niet rechtgezet.';
comment on column datanota.nota_id is 'Vaste sleutel.';
comment on column datanota.maat is 'De maat waarover het gaat.';
comment on column datanota.titel is 'Korte titel.';
comment on column datanota.tekst is 'Wat er niet klopt en hoe wij ermee omgaan.';
comment on column datanota.document_id is 'Het voornaamste document.';
comment on column datanota.vindplaats is 'Regels in de documenten.';

-- ------------------------------------------------------------------ geography

create table gemeente (
    nis5 text primary key,
    naam text not null,
    sv_id text not null references samenwerkingsverband (sv_id),
    provincie text not null,
    nis5_2025 text not null,
    naam_2025 text not null,
    fusie_2025 boolean not null,
    over_twee_gebieden_2025 boolean not null
);
comment on table gemeente is 'De 319 gemeenten van 2019 tot en met 2024 (300 Vlaamse en 19 Brusselse), elk in één werkingsgebied, met hun opvolger van 2025.';
comment on column gemeente.nis5 is 'NIS-code, indeling 2019 tot en met 2024.';
comment on column gemeente.naam is 'Naam van de gemeente.';
comment on column gemeente.sv_id is 'Het werkingsgebied.';
comment on column gemeente.provincie is 'Provincie van toen, of Brussels Hoofdstedelijk Gewest.';
comment on column gemeente.nis5_2025 is 'NIS-code sinds 1 januari 2025.';
comment on column gemeente.naam_2025 is 'Naam sinds 1 januari 2025.';
comment on column gemeente.fusie_2025 is 'Waar als de gemeente op 1 januari 2025 in een fusie opging.';
comment on column gemeente.over_twee_gebieden_2025 is 'Waar als de nieuwe gemeente over twee werkingsgebieden van 2021 ligt: haar code zegt dan niet welk.';

create table gemeente_elz (
    nis5 text not null references gemeente (nis5),
    elz_id text not null references elz (elz_id),
    primary key (nis5, elz_id)
);
comment on table gemeente_elz is 'Welke eerstelijnszones in een gemeente liggen; enkel Antwerpen heeft er meer dan één.';
comment on column gemeente_elz.nis5 is 'De gemeente.';
comment on column gemeente_elz.elz_id is 'De eerstelijnszone.';

create table bevolking (
    nis5 text not null references gemeente (nis5),
    jaar smallint not null,
    totaal integer not null,
    onder18 integer,
    onder25 integer,
    bron text not null,
    primary key (nis5, jaar)
);
comment on table bevolking is 'Inwoners per gemeente op 1 januari.';
comment on column bevolking.nis5 is 'De gemeente.';
comment on column bevolking.jaar is 'Jaar; de telling geldt op 1 januari.';
comment on column bevolking.totaal is 'Alle inwoners.';
comment on column bevolking.onder18 is 'Inwoners jonger dan 18 jaar; leeg als niet bekend.';
comment on column bevolking.onder25 is 'Inwoners jonger dan 25 jaar; leeg als niet bekend.';
comment on column bevolking.bron is 'Bron van de rij.';

create table noemer (
    sv_id text not null references samenwerkingsverband (sv_id),
    jaar smallint not null,
    inwoners integer not null,
    onder25 integer,
    bruikbaar boolean not null,
    primary key (sv_id, jaar)
);
comment on table noemer is 'Inwoners per werkingsgebied op 1 januari: de som van de gemeenten. Afgeleid.';
comment on column noemer.sv_id is 'Het samenwerkingsverband.';
comment on column noemer.jaar is 'Jaar; de telling geldt op 1 januari.';
comment on column noemer.inwoners is 'Alle inwoners.';
comment on column noemer.onder25 is 'Inwoners jonger dan 25 jaar; leeg zodra één gemeente onbekend is.';
comment on column noemer.bruikbaar is 'Onwaar voor Brussel: het Nederlandstalige aanbod rekent daar op een deel van de inwoners, dus een cijfer per inwoner zou misleiden.';

create table omtrek (
    sv_id text primary key references samenwerkingsverband (sv_id),
    geojson text not null,
    midden_lengte double not null,
    midden_breedte double not null
);
comment on table omtrek is 'De veelhoek van elk werkingsgebied.';
comment on column omtrek.sv_id is 'Het samenwerkingsverband.';
comment on column omtrek.geojson is 'De geometrie als GeoJSON, WGS84, 5 decimalen.';
comment on column omtrek.midden_lengte is 'Lengtegraad van een punt binnen het gebied, voor een label.';
comment on column omtrek.midden_breedte is 'Breedtegraad van dat punt.';

-- ------------------------------------------------------------------ registrations

create table levering (
    levering_id text primary key,
    bestand text not null,
    titel text not null,
    peildatum date not null,
    ontvangen_op date not null,
    status text not null,
    demo boolean not null,
    periode_van date,
    periode_tot date,
    gelezen bigint not null,
    geladen bigint not null,
    geweigerd bigint not null,
    dubbel bigint not null,
    vervangen bigint not null,
    test bigint not null,
    voetregel bigint not null,
    codering text not null,
    scheidingsteken text,
    weggelaten_kolommen text not null,
    check (gelezen = geladen + geweigerd + dubbel + vervangen + test + voetregel)
);
comment on table levering is 'Elke levering van registraties en waar haar rijen gebleven zijn: gelezen = geladen + geweigerd + dubbel + vervangen + test + voetregel.';
comment on column levering.levering_id is 'Vaste sleutel: bestandsnaam en begin van het controlegetal.';
comment on column levering.bestand is 'Naam van het bestand.';
comment on column levering.titel is 'Titel uit het begeleidend bestand, anders de bestandsnaam.';
comment on column levering.peildatum is 'Dag waarop de gegevens uit het registratiesysteem gehaald zijn.';
comment on column levering.ontvangen_op is 'Dag van ontvangst.';
comment on column levering.status is 'voorlopig, nader voorlopig, definitief of demo.';
comment on column levering.demo is 'Waar voor demogegevens.';
comment on column levering.periode_van is 'Eerste maand waarover de levering gaat.';
comment on column levering.periode_tot is 'Laatste dag waarover de levering gaat.';
comment on column levering.gelezen is 'Rijen in het bestand na de kop.';
comment on column levering.geladen is 'Rijen die in tabel dossier staan.';
comment on column levering.geweigerd is 'Rijen met een ontbrekende of onleesbare verplichte waarde.';
comment on column levering.dubbel is 'Rijen die nog eens hetzelfde zeggen.';
comment on column levering.vervangen is 'Oudere versies van een dossier.';
comment on column levering.test is 'Testdossiers.';
comment on column levering.voetregel is 'Totaalrijen, voetregels, lege rijen en herhaalde koppen.';
comment on column levering.codering is 'Tekencodering van het bestand.';
comment on column levering.scheidingsteken is 'Scheidingsteken; leeg voor Excel en Parquet.';
comment on column levering.weggelaten_kolommen is 'Namen van kolommen die niet ingelezen zijn, met een komma ertussen.';

create table dossier (
    sv_id text not null,
    dossier_id text not null,
    levering_id text not null,
    regel bigint not null,
    voorziening_id text,
    client_pid text,
    gezin_pid text,
    geboortejaar smallint,
    leeftijd smallint,
    geslacht text,
    nis_gemeente text,
    datum_aanmelding date not null,
    datum_eerste_contact date,
    datum_eerste_interventie date,
    datum_opstart date,
    datum_einde date,
    aanmelder text,
    verwijzingsgrond text,
    gezinssamenstelling text,
    hulpvragen text,
    reden_niet_binnen_maand text,
    reden_einde text,
    vervolghulp_aangewezen text,
    vervolghulp_gerealiseerd text,
    elp_consulten integer,
    registratiedatum timestamp,
    laatste_wijziging timestamp
);
comment on table dossier is 'Eén rij per dossier: één aaneensluitende periode van hulp voor één cliënt in één samenwerkingsverband. Sleutel: sv_id en dossier_id.';
comment on column dossier.sv_id is 'Het samenwerkingsverband.';
comment on column dossier.dossier_id is 'Pseudoniem van het dossier, uniek per samenwerkingsverband.';
comment on column dossier.levering_id is 'De levering waaruit deze versie komt.';
comment on column dossier.regel is 'Regelnummer in het bestand.';
comment on column dossier.voorziening_id is 'De voorziening die registreerde.';
comment on column dossier.client_pid is 'Pseudoniem van de cliënt.';
comment on column dossier.gezin_pid is 'Pseudoniem van het gezin; één gezin kan meer dossiers hebben.';
comment on column dossier.geboortejaar is 'Geboortejaar.';
comment on column dossier.leeftijd is 'Leeftijd bij aanmelding: jaar van aanmelding min geboortejaar. Afgeleid.';
comment on column dossier.geslacht is 'M, V, X of onbekend.';
comment on column dossier.nis_gemeente is 'NIS-code van de gemeente van de cliënt, zoals geleverd en herkend.';
comment on column dossier.datum_aanmelding is 'Dag van aanmelding; hier start de termijn van een maand.';
comment on column dossier.datum_eerste_contact is 'Dag van het eerste contact.';
comment on column dossier.datum_eerste_interventie is 'Dag van de eerste interventie.';
comment on column dossier.datum_opstart is 'Eerste effectieve dag van begeleiding.';
comment on column dossier.datum_einde is 'Laatste dag; leeg als het dossier loopt of het einde vergeten is.';
comment on column dossier.aanmelder is 'Wie aanmeldde.';
comment on column dossier.verwijzingsgrond is 'Vrijwillig, verontrusting of gerechtelijk.';
comment on column dossier.gezinssamenstelling is 'Samenstelling van het gezin.';
comment on column dossier.hulpvragen is 'Hulpvragen, met | ertussen, alfabetisch.';
comment on column dossier.reden_niet_binnen_maand is 'Waarom niet binnen de maand.';
comment on column dossier.reden_einde is 'Waarom het dossier afgesloten is.';
comment on column dossier.vervolghulp_aangewezen is 'Welke vervolghulp aangewezen was.';
comment on column dossier.vervolghulp_gerealiseerd is 'Welke vervolghulp er kwam.';
comment on column dossier.elp_consulten is 'Aantal consulten bij de eerstelijnspsycholoog.';
comment on column dossier.registratiedatum is 'Tijdstip van de eerste registratie.';
comment on column dossier.laatste_wijziging is 'Tijdstip van de laatste wijziging.';

create table regel (
    code text primary key,
    gevolg text not null,
    zin text not null,
    actie text not null
);
comment on table regel is 'De regels waaraan een rij getoetst wordt.';
comment on column regel.code is 'Vaste code van de regel.';
comment on column regel.gevolg is 'bestand geweigerd, rij geweigerd of waarde onbekend.';
comment on column regel.zin is 'Wat er mis is, in één zin.';
comment on column regel.actie is 'Wat de afzender of de gebruiker kan doen.';

create table geweigerd (
    levering_id text not null references levering (levering_id),
    bestand text not null,
    regel bigint not null,
    kolom text not null,
    code text not null,
    zin text not null
);
comment on table geweigerd is 'Elke geweigerde rij, zonder waarden over personen.';
comment on column geweigerd.levering_id is 'De levering.';
comment on column geweigerd.bestand is 'Naam van het bestand.';
comment on column geweigerd.regel is 'Regelnummer in het bestand.';
comment on column geweigerd.kolom is 'Kolom waarin het misliep.';
comment on column geweigerd.code is 'Code van de regel.';
comment on column geweigerd.zin is 'Wat er mis is en wat te doen.';

create table signaal (
    levering_id text not null references levering (levering_id),
    bestand text not null,
    regel bigint not null,
    kolom text not null,
    code text not null
);
comment on table signaal is 'Elke waarde die op onbekend gezet is; de rij zelf is geladen.';
comment on column signaal.levering_id is 'De levering.';
comment on column signaal.bestand is 'Naam van het bestand.';
comment on column signaal.regel is 'Regelnummer in het bestand.';
comment on column signaal.kolom is 'Kolom van de waarde.';
comment on column signaal.code is 'Code van de regel.';

create table verandering (
    levering_id text not null references levering (levering_id),
    sv_id text not null references samenwerkingsverband (sv_id),
    maand date not null,
    toegevoegd bigint not null,
    gewijzigd bigint not null,
    verdwenen bigint not null,
    primary key (sv_id, maand),
    check (toegevoegd + gewijzigd + verdwenen > 0)
);
comment on table verandering is 'Wat de laatste levering (grootste peildatum, dan bestandsnaam) veranderde tegenover alle leveringen zonder haar. Geen rij: er veranderde niets.';
comment on column verandering.levering_id is 'De laatste levering.';
comment on column verandering.sv_id is 'Het samenwerkingsverband.';
comment on column verandering.maand is 'Eerste dag van de maand van aanmelding.';
comment on column verandering.toegevoegd is 'Dossiers die er zonder deze levering in deze maand niet waren.';
comment on column verandering.gewijzigd is 'Dossiers die in dezelfde maand bleven, maar waarvan minstens één waarde anders is. Enkel een andere laatste_wijziging telt niet.';
comment on column verandering.verdwenen is 'Dossiers die zonder deze levering in deze maand stonden, en nu in een andere.';

-- ------------------------------------------------------------------ prepared once per build (etl/prepare.sql)

create table maand (
    maand date primary key,
    jaar date not null,
    kwartaal date not null,
    laatste_dag date not null
);
comment on table maand is 'Kalender: elke maand van de eerste tot en met de laatste waarover een levering gaat.';
comment on column maand.maand is 'Eerste dag van de maand.';
comment on column maand.jaar is 'Eerste dag van het jaar.';
comment on column maand.kwartaal is 'Eerste dag van het kwartaal.';
comment on column maand.laatste_dag is 'Laatste dag van de maand.';

create table maandtelling (
    sv_id text not null,
    maand date not null,
    volledig boolean not null,
    aanmeldingen integer,
    opgestart integer,
    afgerond integer,
    lopend_einde integer,
    primary key (sv_id, maand)
);
comment on table maandtelling is 'Tellingen per samenwerkingsverband en maand van de kalender. Tellingen zijn leeg (onbekend, niet nul) als geen levering het samenwerkingsverband in die maand dekt.';
comment on column maandtelling.sv_id is 'Het samenwerkingsverband.';
comment on column maandtelling.maand is 'Eerste dag van de maand.';
comment on column maandtelling.volledig is 'Waar als een levering de hele maand dekt; onwaar als de maand nog liep of niet gedekt is.';
comment on column maandtelling.aanmeldingen is 'Dossiers met datum_aanmelding in de maand.';
comment on column maandtelling.opgestart is 'Dossiers met datum_opstart in de maand.';
comment on column maandtelling.afgerond is 'Opgestarte dossiers met datum_einde in de maand.';
comment on column maandtelling.lopend_einde is 'Dossiers die op het einde van de maand (of op de peildatum, als die vroeger valt) opgestart en niet beëindigd zijn.';

create table rooster (
    gebied text not null,
    per text not null,
    periode date not null,
    sv_id text not null,
    maand date not null,
    maanden smallint not null,
    volledig boolean not null,
    gedekt boolean not null,
    primary key (gebied, per, sv_id, maand)
);
comment on table rooster is 'Welke maanden van welke samenwerkingsverbanden samen een periode van een gebied zijn: van elk gebied en van Vlaanderen en Brussel samen, per maand, kwartaal en jaar van de kalender.';
comment on column rooster.gebied is 'Het samenwerkingsverband, of vlaanderen-brussel.';
comment on column rooster.per is 'maand, kwartaal of jaar.';
comment on column rooster.periode is 'Eerste dag van de periode waarin de maand valt.';
comment on column rooster.sv_id is 'Het samenwerkingsverband waarvan de maand meetelt.';
comment on column rooster.maand is 'Eerste dag van de maand die meetelt.';
comment on column rooster.maanden is 'Hoeveel rijen de periode van dit gebied heeft als geen enkele maand ontbreekt: een maand van elk samenwerkingsverband is een rij.';
comment on column rooster.volledig is 'Waar als een levering de hele maand van het samenwerkingsverband dekt, zoals in maandtelling.';
comment on column rooster.gedekt is 'Waar als een levering het samenwerkingsverband in die maand dekt: onwaar is onbekend, niet nul.';

create table tijdigheid (
    sv_id text not null,
    maand date not null,
    eindgebeurtenis text not null,
    termijn text not null,
    binnen integer not null,
    later integer not null,
    nog_niet_beoordeelbaar integer not null,
    onbekend integer not null,
    primary key (sv_id, maand, eindgebeurtenis, termijn)
);
comment on table tijdigheid is 'Aanmeldingen per samenwerkingsverband en maand naar de tijd tot een eindgebeurtenis. De vier aantallen samen zijn de aanmeldingen van de maand.';
comment on column tijdigheid.sv_id is 'Het samenwerkingsverband.';
comment on column tijdigheid.maand is 'Maand van aanmelding.';
comment on column tijdigheid.eindgebeurtenis is 'eerste contact, eerste interventie of opstart.';
comment on column tijdigheid.termijn is '30 dagen of kalendermaand.';
comment on column tijdigheid.binnen is 'De gebeurtenis viel binnen de termijn.';
comment on column tijdigheid.later is 'De gebeurtenis viel later, of was na de termijn op de peildatum nog niet gebeurd bij een lopend dossier.';
comment on column tijdigheid.nog_niet_beoordeelbaar is 'De gebeurtenis was er nog niet, en de termijn liep nog op de peildatum.';
comment on column tijdigheid.onbekend is 'Het dossier is afgesloten zonder datum van de gebeurtenis.';

create table verloop (
    sv_id text not null,
    opstart_maand date not null,
    einde_maand date,
    dossiers integer not null
);
comment on table verloop is 'Opgestarte dossiers per samenwerkingsverband naar de maand van opstart en van einde: in welke maanden een dossier loopt.';
comment on column verloop.sv_id is 'Het samenwerkingsverband.';
comment on column verloop.opstart_maand is 'Eerste dag van de maand van opstart.';
comment on column verloop.einde_maand is 'Eerste dag van de maand van einde; leeg als het dossier niet beëindigd is.';
comment on column verloop.dossiers is 'Dossiers.';

-- ------------------------------------------------------------------ waiting times (etl/prepare_wachttijd.sql)

create table wachttijd (
    sv_id text not null,
    maand date not null,
    eindgebeurtenis text not null,
    dagen integer not null,
    gebeurd boolean not null,
    dossiers integer not null,
    primary key (sv_id, maand, eindgebeurtenis, dagen, gebeurd)
);
comment on table wachttijd is 'Verdeling van de dagen van aanmelding tot een eindgebeurtenis, of tot de peildatum als een lopend dossier nog wacht. Afgesloten dossiers zonder datum van de gebeurtenis staan er niet in: hun wachttijd is onbekend.';
comment on column wachttijd.sv_id is 'Het samenwerkingsverband.';
comment on column wachttijd.maand is 'Maand van aanmelding, eerste dag.';
comment on column wachttijd.eindgebeurtenis is 'eerste contact, eerste interventie of opstart.';
comment on column wachttijd.dagen is 'Dagen van datum_aanmelding tot de gebeurtenis; nog niet gebeurd: tot de peildatum van de levering van het dossier.';
comment on column wachttijd.gebeurd is 'Waar als de gebeurtenis er was; onwaar als het dossier op de peildatum nog wachtte.';
comment on column wachttijd.dossiers is 'Dossiers met zoveel dagen.';

create table reden_te_laat (
    sv_id text not null,
    maand date not null,
    eindgebeurtenis text not null,
    termijn text not null,
    reden text not null,
    dossiers integer not null,
    primary key (sv_id, maand, eindgebeurtenis, termijn, reden)
);
comment on table reden_te_laat is 'Waarom niet binnen de maand, van de aanmeldingen die in tabel tijdigheid bij later staan.';
comment on column reden_te_laat.sv_id is 'Het samenwerkingsverband.';
comment on column reden_te_laat.maand is 'Maand van aanmelding, eerste dag.';
comment on column reden_te_laat.eindgebeurtenis is 'eerste contact, eerste interventie of opstart.';
comment on column reden_te_laat.termijn is '30 dagen of kalendermaand.';
comment on column reden_te_laat.reden is 'Code van reden_niet_binnen_maand; onbekend als er geen reden geregistreerd is.';
comment on column reden_te_laat.dossiers is 'Dossiers met die reden.';

-- ------------------------------------------------------------------ trajecten (etl/prepare_trajecten.sql)

create table duur (
    sv_id text not null,
    maand date not null,
    dagen integer not null,
    beeindigd boolean not null,
    dossiers integer not null,
    primary key (sv_id, maand, dagen, beeindigd)
);
comment on table duur is 'Opgestarte dossiers per samenwerkingsverband en maand van opstart, naar het aantal dagen dat ze gevolgd zijn.';
comment on column duur.sv_id is 'Het samenwerkingsverband.';
comment on column duur.maand is 'Maand van opstart, eerste dag.';
comment on column duur.dagen is 'Dagen van opstart tot einde; van een dossier zonder einde tot de peildatum van zijn levering.';
comment on column duur.beeindigd is 'Waar als het dossier een einde heeft; anders is de duur minstens zoveel dagen.';
comment on column duur.dossiers is 'Dossiers.';

create table einde_reden (
    sv_id text not null,
    maand date not null,
    reden text not null,
    dossiers integer not null,
    primary key (sv_id, maand, reden)
);
comment on table einde_reden is 'Beëindigde dossiers, ook zonder opstart, per samenwerkingsverband, maand van einde en reden van einde.';
comment on column einde_reden.sv_id is 'Het samenwerkingsverband.';
comment on column einde_reden.maand is 'Maand van einde, eerste dag.';
comment on column einde_reden.reden is 'Reden van einde; onbekend als ze leeg is of onbekend.';
comment on column einde_reden.dossiers is 'Dossiers.';

create table vervolg (
    sv_id text not null,
    maand date not null,
    aangewezen text not null,
    gerealiseerd text not null,
    groep text not null,
    dossiers integer not null,
    primary key (sv_id, maand, aangewezen, gerealiseerd)
);
comment on table vervolg is 'Beëindigde dossiers, ook zonder opstart, per samenwerkingsverband en maand van einde, naar aangewezen en gerealiseerde vervolghulp.';
comment on column vervolg.sv_id is 'Het samenwerkingsverband.';
comment on column vervolg.maand is 'Maand van einde, eerste dag.';
comment on column vervolg.aangewezen is 'Aangewezen vervolghulp; onbekend als ze leeg is of onbekend.';
comment on column vervolg.gerealiseerd is 'Gerealiseerde vervolghulp; onbekend als ze leeg is of onbekend.';
comment on column vervolg.groep is 'Wat de twee samen zeggen: zoals aangewezen, andere, geen, niet aangewezen of onbekend.';
comment on column vervolg.dossiers is 'Dossiers.';

create table terugkeer (
    sv_id text not null,
    maand date not null,
    maanden smallint not null,
    terug integer not null,
    niet_terug integer not null,
    nog_niet_beoordeelbaar integer not null,
    onbekend integer not null,
    primary key (sv_id, maand, maanden)
);
comment on table terugkeer is 'Beëindigde dossiers naar of dezelfde cliënt binnen een termijn na het einde opnieuw aangemeld is, in om het even welk samenwerkingsverband. De vier aantallen samen zijn de beëindigde dossiers.';
comment on column terugkeer.sv_id is 'Het samenwerkingsverband van het beëindigde dossier.';
comment on column terugkeer.maand is 'Maand van einde, eerste dag.';
comment on column terugkeer.maanden is 'De termijn: 6 (183 dagen) of 12 (365 dagen).';
comment on column terugkeer.terug is 'Opnieuw aangemeld na de dag van het einde en binnen de termijn.';
comment on column terugkeer.niet_terug is 'Niet opnieuw aangemeld binnen de termijn.';
comment on column terugkeer.nog_niet_beoordeelbaar is 'De termijn was op de laatste peildatum nog niet voorbij.';
comment on column terugkeer.onbekend is 'De termijn is voorbij, maar het dossier heeft geen pseudoniem van de cliënt.';

create table eenheid (
    gebied text not null,
    per text not null,
    periode date not null,
    dossiers integer not null,
    clienten integer not null,
    gezinnen integer not null,
    zonder_client integer not null,
    zonder_gezin integer not null,
    primary key (gebied, per, periode)
);
comment on table eenheid is 'Dossiers, verschillende cliënten en verschillende gezinnen per periode van aanmelding. Verschillende cliënten en gezinnen tellen niet op: elke periode en elk niveau is apart geteld. Geen rij: geen dossiers.';
comment on column eenheid.gebied is 'Het samenwerkingsverband, of vlaanderen-brussel.';
comment on column eenheid.per is 'maand, kwartaal of jaar.';
comment on column eenheid.periode is 'Eerste dag van de periode van aanmelding.';
comment on column eenheid.dossiers is 'Dossiers.';
comment on column eenheid.clienten is 'Verschillende pseudoniemen van een cliënt in die dossiers.';
comment on column eenheid.gezinnen is 'Verschillende pseudoniemen van een gezin in die dossiers.';
comment on column eenheid.zonder_client is 'Dossiers zonder pseudoniem van de cliënt.';
comment on column eenheid.zonder_gezin is 'Dossiers zonder pseudoniem van het gezin.';

-- ------------------------------------------------------------------ who comes in (etl/prepare_profiel.sql)

create table profiel (
    sv_id text not null,
    maand date not null,
    kenmerk text not null,
    waarde text not null,
    dossiers integer not null,
    primary key (sv_id, maand, kenmerk, waarde)
);
comment on table profiel is 'Dossiers per samenwerkingsverband en maand van aanmelding, naar één kenmerk. Van elk kenmerk is de som het aantal aanmeldingen, behalve van hulpvragen: een dossier met twee hulpvragen staat daar twee keer.';
comment on column profiel.sv_id is 'Het samenwerkingsverband.';
comment on column profiel.maand is 'Maand van aanmelding, eerste dag.';
comment on column profiel.kenmerk is 'aanmelder, verwijzingsgrond, leeftijd, hulpvragen, gezinssamenstelling of elp.';
comment on column profiel.waarde is 'De waarde of de groep waarin ze valt; onbekend als ze ontbreekt of als onbekend geregistreerd is.';
comment on column profiel.dossiers is 'Dossiers.';

create table profiel_gemeente (
    sv_id text not null,
    maand date not null,
    plaats text not null,
    nis5_2025 text not null,
    dossiers integer not null,
    primary key (sv_id, maand, plaats, nis5_2025)
);
comment on table profiel_gemeente is 'Dossiers per samenwerkingsverband en maand van aanmelding, naar de gemeente van de cliënt. De som is het aantal aanmeldingen.';
comment on column profiel_gemeente.sv_id is 'Het samenwerkingsverband.';
comment on column profiel_gemeente.maand is 'Maand van aanmelding, eerste dag.';
comment on column profiel_gemeente.plaats is 'gemeente (in het werkingsgebied), buiten (een gemeente van een ander werkingsgebied) of onbekend.';
comment on column profiel_gemeente.nis5_2025 is 'NIS-code van de gemeente sinds 1 januari 2025, ook voor dossiers van ervoor: zo staat een fusie in elk jaar in één rij. Van een gemeente over twee gebieden is het het deel in dit gebied. Leeg bij buiten en onbekend.';
comment on column profiel_gemeente.dossiers is 'Dossiers.';

-- ------------------------------------------------------------------ delay of registration (etl/prepare_registratie.sql)

create table registratiedriehoek (
    peildatum date not null,
    sv_id text not null,
    maand date not null,
    vertraging smallint not null,
    dossiers integer,
    nu integer,
    primary key (peildatum, sv_id, maand, vertraging)
);
comment on table registratiedriehoek is 'Hoeveel maanden na de maand van aanmelding dossiers geregistreerd zijn, tot 12 maanden: zoals het op elke peildatum te weten was, en zoals het nu te weten is. Een lege cel was nog niet te weten en is geen nul. Dossiers zonder registratiedatum of na meer dan 12 maanden geregistreerd staan er niet in.';
comment on column registratiedriehoek.peildatum is 'De peildatum waarop gekeken wordt.';
comment on column registratiedriehoek.sv_id is 'Het samenwerkingsverband.';
comment on column registratiedriehoek.maand is 'Maand van aanmelding, eerste dag.';
comment on column registratiedriehoek.vertraging is 'Maanden van de maand van aanmelding tot de registratie, telkens gerekend tot de dag van de maand waarop de peildatum valt; 0 is tot die dag in de maand erna. Vroeger geregistreerd telt als 0.';
comment on column registratiedriehoek.dossiers is 'Dossiers die in een levering tot en met de peildatum stonden; leeg als dat toen nog niet te weten was.';
comment on column registratiedriehoek.nu is 'Dossiers die er nu zijn, met dezelfde vertraging; leeg als dat nu nog niet te weten is.';

-- ------------------------------------------------------------------ quality of the registrations (etl/prepare.sql)

create table kwaliteit_veld (
    sv_id text not null,
    maand date not null,
    veld text not null,
    dossiers integer not null,
    onbekend integer not null,
    primary key (sv_id, maand, veld)
);
comment on table kwaliteit_veld is 'Per samenwerkingsverband, maand van aanmelding en veld: in hoeveel dossiers het veld ingevuld had kunnen zijn, en in hoeveel daarvan het onbekend is.';
comment on column kwaliteit_veld.sv_id is 'Het samenwerkingsverband.';
comment on column kwaliteit_veld.maand is 'Maand van aanmelding, eerste dag.';
comment on column kwaliteit_veld.veld is 'Naam van de kolom in tabel dossier.';
comment on column kwaliteit_veld.dossiers is 'Dossiers waarin het veld ingevuld had kunnen zijn: alle; voor reden_einde de beëindigde; voor een eerste contact, eerste interventie en opstart die van minstens 90 dagen voor de peildatum van hun levering; voor datum_einde die van minstens 365 dagen ervoor.';
comment on column kwaliteit_veld.onbekend is 'Daarvan zonder waarde of met de code onbekend.';

create table kwaliteit_achterstand (
    sv_id text not null,
    maand date not null,
    dagen integer not null,
    dossiers integer not null,
    primary key (sv_id, maand, dagen)
);
comment on table kwaliteit_achterstand is 'Verdeling van de dagen tussen aanmelding en eerste registratie; dossiers zonder registratiedatum staan er niet in.';
comment on column kwaliteit_achterstand.sv_id is 'Het samenwerkingsverband.';
comment on column kwaliteit_achterstand.maand is 'Maand van aanmelding, eerste dag.';
comment on column kwaliteit_achterstand.dagen is 'Dagen van datum_aanmelding tot registratiedatum; negatief als eerst geregistreerd werd.';
comment on column kwaliteit_achterstand.dossiers is 'Dossiers met zoveel dagen.';

create table kwaliteit_signaal (
    sv_id text not null,
    maand date not null,
    code text not null,
    dossiers integer not null,
    primary key (sv_id, maand, code)
);
comment on table kwaliteit_signaal is 'Dossiers met minstens één waarde die op onbekend gezet is, per regel en over alle regels samen.';
comment on column kwaliteit_signaal.sv_id is 'Het samenwerkingsverband.';
comment on column kwaliteit_signaal.maand is 'Maand van aanmelding, eerste dag.';
comment on column kwaliteit_signaal.code is 'Code van de regel, of alle: een dossier met twee regels telt daar één keer.';
comment on column kwaliteit_signaal.dossiers is 'Dossiers.';

create table kwaliteit_dag (
    sv_id text not null,
    maand date not null,
    veld text not null,
    dag date not null,
    dossiers integer not null,
    primary key (sv_id, veld, dag)
);
comment on table kwaliteit_dag is 'Hoeveel dossiers op elke dag een datum hebben, per kolom met een datum.';
comment on column kwaliteit_dag.sv_id is 'Het samenwerkingsverband.';
comment on column kwaliteit_dag.maand is 'Maand van de dag, eerste dag.';
comment on column kwaliteit_dag.veld is 'Naam van de kolom in tabel dossier.';
comment on column kwaliteit_dag.dag is 'De dag.';
comment on column kwaliteit_dag.dossiers is 'Dossiers met die dag in de kolom.';

-- ------------------------------------------------------------------ only in a kept version (etl/versions.py)

create table stap (
    vorige text not null,
    sv_id text not null,
    maand date not null,
    nieuw bigint not null,
    weg bigint not null,
    verbeterd bigint not null,
    primary key (vorige, sv_id, maand),
    check (nieuw + weg + verbeterd > 0)
);
comment on table stap is 'Wat er tussen een vorige versie en deze ligt, in dossiers. Enkel gevuld in een bewaarde versie: warehouse.duckdb zelf hangt niet af van wat er voordien stond. Geen rij voor een gebied en maand: daar veranderde niets.';
comment on column stap.vorige is 'Eerste 12 tekens van de invoer_hash van de versie die vervangen werd.';
comment on column stap.sv_id is 'Het samenwerkingsverband.';
comment on column stap.maand is 'Eerste dag van de maand van aanmelding; van een dossier dat weg is, zoals het toen stond.';
comment on column stap.nieuw is 'Dossiers die de vorige versie niet had.';
comment on column stap.weg is 'Dossiers die enkel de vorige versie had.';
comment on column stap.verbeterd is 'Dossiers in beide versies waarvan minstens één waarde anders is; een dossier dat van maand veranderde telt in beide maanden. Enkel een andere laatste_wijziging telt niet.';
