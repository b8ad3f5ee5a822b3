/** The schema of the replacement functions. It is on the search path only of statements that need them. */
export const TIME_SCHEMA = 'pika_time';

/** The schema of the replacements for arguments of unknown types. */
export const UNTYPED_SCHEMA = 'pika_time_untyped';

/** Start of the error for SQL that uses a time zone other than UTC. */
export const UNKNOWN_ZONE = 'time zone other than UTC: ';

/** Start of the error for a result whose type depends on whether a number is a literal. */
export const LITERAL_OR_VALUE = 'an integer beside an aggregate of another integer type: ';
