/**
 * An access point name, 3GPP TS 23.003 9.1: at most 100 octets as coded (each label has a length octet before it), labels of at
 * most 63. An underscore is outside the clause but inside names that carriers use. The empty name is not one.
 */
export const ACCESS_POINT_NAME = /^(?=.{1,99}$)(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(?:\.(?!$)|$))+$/;
