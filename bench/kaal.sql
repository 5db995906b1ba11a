-- What DuckDB does by itself with the same file: the measure against which loading is held.
create table kaal as select * from read_csv($bestand);
