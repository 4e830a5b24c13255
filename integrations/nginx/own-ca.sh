#!/bin/sh
# A certificate for NAME and *.NAME, by a certificate authority of your own.
#
#     ./own-ca.sh FOLDER NAME
#
# writes, into FOLDER, NAME.pem and NAME.key for nginx, and NAME.ca.pem, which your clients must trust. NAME.ca.key
# signs: nobody else may read it. The authority is limited to NAME: whoever steals it can pretend to be nobody else.
# Where it is there already, it is kept and signs a new certificate; one holds for 825 days.
set -eu
test $# = 2 || { sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 2; }
umask 077
mkdir -p "$1"
cd "$1"

curve="-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc"
test -e "$2.ca.pem" || openssl req -x509 $curve -keyout "$2.ca.key" -out "$2.ca.pem" -days 3650 \
    -subj "/CN=Own authority for $2" -addext keyUsage=critical,keyCertSign,cRLSign \
    -addext "nameConstraints=critical,permitted;DNS:$2"

{
    echo "subjectAltName=DNS:$2,DNS:*.$2"
    echo "extendedKeyUsage=serverAuth"
    echo "subjectKeyIdentifier=hash"
    echo "authorityKeyIdentifier=keyid"
} > "$2.ext"
openssl req $curve -keyout "$2.key" -out "$2.csr" -subj "/CN=$2"
openssl x509 -req -in "$2.csr" -CA "$2.ca.pem" -CAkey "$2.ca.key" -CAcreateserial -days 825 -extfile "$2.ext" -out "$2.pem"
rm "$2.csr" "$2.ext"
chmod a+r "$2.ca.pem" "$2.pem"
