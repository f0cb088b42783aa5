-- Where a document lies on its page, when a sheet bears several (a rectangle as fractions of the page); the unit of a line.
ALTER TABLE document ADD COLUMN region TEXT;
ALTER TABLE line_item ADD COLUMN unit TEXT;
