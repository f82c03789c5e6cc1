// Prints X.500 names and certificates as .NET does. One base64 line in, one out:
// "name <DER>" gives the name; "certificate <DER>" gives subject, issuer, serial number and thumbprint, joined by a zero character.
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { NewLine = "\n" };
while (Console.In.ReadLine() is { } line)
{
    var (kind, der) = line.Split(' ') is [var first, var second] ? (first, Convert.FromBase64String(second)) : ("", []);
    output.WriteLine(Convert.ToBase64String(Encoding.UTF8.GetBytes(Print(kind, der))));
}
output.Flush();

static string Print(string kind, byte[] der)
{
    try
    {
        if (kind == "name") return new X500DistinguishedName(der).Name;
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        return string.Join('\0', certificate.Subject, certificate.Issuer, certificate.SerialNumber, certificate.Thumbprint);
    }
    catch (CryptographicException exception)
    {
        return $"refused: {exception.Message}";
    }
}
