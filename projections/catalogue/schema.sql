CREATE TABLE products (
    product     uuid        PRIMARY KEY,
    brand       uuid        NOT NULL,
    tab         text        NOT NULL,
    name        text        NOT NULL,
    kind        text        NOT NULL,
    summary     text        NOT NULL,
    description text        NOT NULL,
    price       bigint      NOT NULL, -- rupiah per piece from stock; 0: only by sambatan
    stock       integer     NOT NULL,
    art         text        NOT NULL,
    notes       json        NOT NULL,
    facts       json        NOT NULL,
    withdrawn   boolean     NOT NULL,
    listed      bigint      NOT NULL, -- position
    listed_at   timestamptz NOT NULL
);
CREATE INDEX products_tab ON products (tab) WHERE NOT withdrawn;
CREATE INDEX products_brand ON products (brand);

CREATE TABLE brands (
    brand uuid        PRIMARY KEY,
    name  text        NOT NULL,
    city  text        NOT NULL,
    story text        NOT NULL,
    owner uuid        NOT NULL, -- user
    since timestamptz NOT NULL
);
CREATE INDEX brands_owner ON brands (owner);

COMMENT ON TABLE products IS 'kind: derived; what the marketplace shows, from the events of products';
COMMENT ON TABLE brands IS 'kind: derived; who makes it, from the events of brands';

CREATE POLICY seen ON products FOR SELECT TO sambatan_web USING (true);
CREATE POLICY seen ON brands FOR SELECT TO sambatan_web USING (true);
