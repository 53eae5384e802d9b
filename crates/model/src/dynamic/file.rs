//! Files: names, types, folders.

use super::{draw::Draw, technical};

/// Media types with the endings of their files, after the IANA registry and what is common.
const TYPES: &str = "application/epub+zip epub|application/geo+json geojson|application/gzip gz|\
    application/java-archive jar war ear|application/javascript js mjs|application/json json map|\
    application/ld+json jsonld|application/manifest+json webmanifest|application/mathml+xml mathml|\
    application/msword doc dot|application/octet-stream bin deb dmg iso img exe dll|\
    application/ogg ogx|application/pdf pdf|application/pgp-signature asc sig|\
    application/pkcs10 p10|application/pkcs8 p8|application/pkix-cert cer|application/pkix-crl crl|\
    application/postscript ai eps ps|application/rdf+xml rdf owl|application/rss+xml rss|\
    application/atom+xml atom|application/rtf rtf|application/smil+xml smi smil|\
    application/sql sql|application/vnd.amazon.ebook azw|application/vnd.apple.installer+xml mpkg|\
    application/vnd.google-earth.kml+xml kml|application/vnd.google-earth.kmz kmz|\
    application/vnd.ms-excel xls xlt|application/vnd.ms-fontobject eot|\
    application/vnd.ms-powerpoint ppt pps|application/vnd.oasis.opendocument.graphics odg|\
    application/vnd.oasis.opendocument.presentation odp|\
    application/vnd.oasis.opendocument.spreadsheet ods|\
    application/vnd.oasis.opendocument.text odt|\
    application/vnd.openxmlformats-officedocument.presentationml.presentation pptx|\
    application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx|\
    application/vnd.openxmlformats-officedocument.wordprocessingml.document docx|\
    application/vnd.rar rar|application/vnd.sqlite3 sqlite|application/vnd.visio vsd vsdx|\
    application/wasm wasm|application/x-7z-compressed 7z|application/x-bittorrent torrent|\
    application/x-bzip2 bz2|application/x-cpio cpio|application/x-csh csh|application/x-dvi dvi|\
    application/x-font-bdf bdf|application/x-httpd-php php|application/x-latex latex|\
    application/x-lua-bytecode luac|application/x-mobipocket-ebook mobi prc|\
    application/x-rpm rpm|application/x-sh sh|application/x-shockwave-flash swf|\
    application/x-sv4cpio sv4cpio|application/x-tar tar|application/x-tcl tcl tk|\
    application/x-tex tex|application/x-x509-ca-cert crt pem|application/x-xz xz|\
    application/xhtml+xml xhtml xht|application/xml xml xsd xsl|application/xslt+xml xslt|\
    application/yaml yaml yml|application/zip zip|application/zstd zst|audio/aac aac|\
    audio/basic au snd|audio/flac flac|audio/midi mid midi kar|audio/mp4 m4a mp4a|\
    audio/mpeg mp3 mp2 mpga m2a|audio/ogg oga ogg opus|audio/wav wav|audio/webm weba|\
    audio/x-aiff aif aiff aifc|audio/x-matroska mka|audio/x-mpegurl m3u|\
    audio/x-ms-wma wma|audio/x-pn-realaudio ra ram|chemical/x-cif cif|chemical/x-pdb pdb|\
    chemical/x-xyz xyz|font/collection ttc|font/otf otf|font/ttf ttf|font/woff woff|\
    font/woff2 woff2|image/apng apng|image/avif avif|image/bmp bmp|image/gif gif|\
    image/heic heic|image/jpeg jpeg jpg jpe|image/jxl jxl|image/png png|image/svg+xml svg svgz|\
    image/tiff tif tiff|image/vnd.adobe.photoshop psd|image/vnd.djvu djvu djv|image/webp webp|\
    image/x-icon ico|image/x-pcx pcx|image/x-portable-bitmap pbm|image/x-portable-graymap pgm|\
    image/x-portable-pixmap ppm|image/x-tga tga|image/x-xbitmap xbm|image/x-xpixmap xpm|\
    message/rfc822 eml mime|model/gltf+json gltf|model/gltf-binary glb|model/iges igs iges|\
    model/mesh msh mesh|model/obj obj|model/stl stl|model/vrml wrl vrml|\
    multipart/mixed|multipart/form-data|multipart/related|text/calendar ics ifb|\
    text/cache-manifest appcache|text/css css|text/csv csv|text/html html htm shtml|\
    text/jade jade|text/less less|text/markdown md markdown|text/n3 n3|\
    text/plain txt text conf log ini|text/prs.lines.tag dsc|text/richtext rtx|text/sgml sgml|\
    text/tab-separated-values tsv|text/troff man ms roff|text/turtle ttl|text/uri-list uri uris|\
    text/vcard vcard|text/vtt vtt|text/x-asm asm|text/x-c c cc cxx cpp h hh|text/x-fortran f f77 f90|\
    text/x-java-source java|text/x-lua lua|text/x-pascal pas|text/x-sass sass|text/x-scss scss|\
    text/x-uuencode uu|text/x-vcalendar vcs|text/x-vcard vcf|video/3gpp 3gp 3gpp|video/3gpp2 3g2|\
    video/h264 h264|video/mp2t ts|video/mp4 mp4 mp4v mpg4|video/mpeg mpeg mpg mpe m1v m2v|\
    video/ogg ogv|video/quicktime mov qt|video/webm webm|video/x-flv flv|\
    video/x-matroska mkv mk3d|video/x-ms-asf asf asx|video/x-ms-wmv wmv|video/x-msvideo avi|\
    x-conference/x-cooltalk ice";

const COMMON: &str = "gif|htm|html|jpe|jpeg|jpg|m1v|m2a|m2v|mp2|mp3|mp4|mp4v|mpe|mpeg|mpg|mpga|pdf|\
    png|shtml|wav";

const FOLDERS: &str = "/Applications|/Library|/System|/Users|/Volumes|/bin|/boot|/boot/efi|/dev|\
    /dev/shm|/etc|/etc/default|/etc/init.d|/etc/mail|/etc/ssl|/home|/lib|/lost+found|/media|\
    /media/cdrom|/mnt|/net|/opt|/opt/local|/opt/share|/private|/private/tmp|/private/var|/proc|\
    /run|/run/lock|/sbin|/srv|/srv/www|/sys|/tmp|/usr|/usr/bin|/usr/include|/usr/lib|/usr/libexec|\
    /usr/local|/usr/local/bin|/usr/local/share|/usr/sbin|/usr/share|/usr/share/doc|/usr/src|/var|\
    /var/cache|/var/lib|/var/log|/var/mail|/var/run|/var/spool|/var/tmp";

pub(super) fn mime_type(draw: &mut Draw<'_>) -> String {
    draw.word(TYPES).split(' ').next().unwrap_or_default().to_owned()
}

pub(super) fn kind(draw: &mut Draw<'_>) -> String {
    draw.word(TYPES).split('/').next().unwrap_or_default().to_owned()
}

pub(super) fn ext(draw: &mut Draw<'_>) -> String {
    // A few types have no files.
    let endings = draw.word(TYPES).split_once(' ').map_or("bin", |(_, endings)| endings);
    draw.part(endings, ' ').to_owned()
}

pub(super) fn name(draw: &mut Draw<'_>) -> String {
    format!("{}.{}", stem(draw), ext(draw))
}

pub(super) fn common_kind(draw: &mut Draw<'_>) -> String {
    draw.word("application|audio|image|text|video").to_owned()
}

pub(super) fn common_ext(draw: &mut Draw<'_>) -> String {
    draw.word(COMMON).to_owned()
}

pub(super) fn common_name(draw: &mut Draw<'_>) -> String {
    format!("{}.{}", stem(draw), common_ext(draw))
}

pub(super) fn directory(draw: &mut Draw<'_>) -> String {
    draw.word(FOLDERS).to_owned()
}

pub(super) fn path(draw: &mut Draw<'_>) -> String {
    format!("{}/{}", directory(draw), name(draw))
}

/// One to three words, made fit for a file's name.
fn stem(draw: &mut Draw<'_>) -> String {
    let words = draw.join((1, 3), "_", technical::word).to_ascii_lowercase();
    words.replace(|mark: char| !mark.is_ascii_alphanumeric(), "_")
}
