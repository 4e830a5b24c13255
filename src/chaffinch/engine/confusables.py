"""Letters of other scripts that look like Latin ones, for words that mix scripts.

Source: drawn by hand from the shapes of the letters (the idea is that of Unicode Technical Standard 39, section 4).
"""

_CYRILLIC = (
    "АВЕЅІЈКМНОРСТУХҮҺԌԚԜаеѕіјорсухһүӏԁԛԝѵьвкмнтгпзчбдёїґ",
    "ABESIJKMHOPCTYXYHGQWaesijopcyxhyldqwvbbkmhtrn346deir",
)
_GREEK = ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαβγεικνορτυωχ", "ABEZHIKMNOPTYXaByeikvoptuwx")
_ARMENIAN = ("ՕՍՏԼհոսօցքզգ", "OUSLhnuogpqq")

LOOK_ALIKES: dict[int, str] = {
    ord(letter): latin
    for letters, latins in (_CYRILLIC, _GREEK, _ARMENIAN)
    for letter, latin in zip(letters, latins, strict=True)
}
"""From a code point to the Latin letter it passes for."""
